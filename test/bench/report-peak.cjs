// Loaded into a measured process: leaves its peak resident memory (kilobytes) in a file when it ends.
const { readFileSync, writeFileSync } = require('node:fs');
const file = process.env.SWITCHBOARD_BENCH_PEAK;

function peak() {
  try {
    // What getrusage tells on Linux begins with the memory of the process that started this one.
    return /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1];
  } catch {
    return process.resourceUsage().maxRSS;
  }
}

if (file) process.on('exit', () => writeFileSync(file, String(peak())));
