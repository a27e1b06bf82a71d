// Loaded into a measured process: leaves its peak resident memory (kilobytes) in a file when it ends.
const { writeFileSync } = require('node:fs');
const file = process.env.SWITCHBOARD_BENCH_PEAK;
if (file) process.on('exit', () => writeFileSync(file, String(process.resourceUsage().maxRSS)));
