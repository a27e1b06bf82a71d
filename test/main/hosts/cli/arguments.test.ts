import { describe, expect, it } from 'vitest';
import { commandWords } from '../../../../main/hosts/cli/command-table.ts';
import { helpFor } from '../../../../main/hosts/cli/help.ts';
import { runLine } from './command-line.ts';

const base = ['--base', 'http://127.0.0.1:1/fhir'];

describe('what is typed wrong', () => {
  it.each([
    ['no command', [], 'No command is named', '--help'],
    ['an option first', ['--post'], 'No command is named', '--help'],
    ['an unknown command', ['queri', 'x'], 'no command queri', 'Perhaps you mean query.'],
    ['a command like no other', ['zzzzzzz'], 'no command zzzzzzz', '--help'],
    ['a family alone', ['exchanges'], 'more than one exchanges command', 'exchanges list'],
    ['an unknown command of a family', ['task', 'wach'], 'no command task wach', 'Perhaps you mean task watch.'],
    ['a name every object has', ['constructor'], 'no command constructor', '--help'],
    ['an unknown option', ['query', 'Patient', ...base, '--al-pages'], 'no option --al-pages', '--all-pages'],
    ['an option of every object', ['query', 'Patient', '--constructor'], 'no option --constructor', 'query --help'],
    ['an option without its value', ['query', 'Patient', '--base'], '--base needs a value', '--base VALUE'],
    ['an option in place of a value', ['query', 'Patient', '--base', '--post'], '--base needs a value', '--base'],
    ['a value for a flag', ['query', 'Patient', ...base, '--post=yes'], '--post takes no value', '--post alone'],
    ['a missing word', ['query', ...base], 'query needs QUERY', 'query --help'],
    ['a word too many', ['query', 'Patient', 'x', ...base], 'takes no "x"', 'quotes'],
    ['a port that is no number', ['sandbox', '--payer-port', '80a'], '--payer-port "80a"', '--payer-port'],
    ['a port out of range', ['listen', '--port', '65536'], '0 to 65535', '--port'],
    [
      'a timeout that is no number',
      ['query', 'Patient', ...base, '--timeout', 'soon'],
      '--timeout "soon"',
      '--timeout 30',
    ],
    ['no partner', ['query', 'Patient'], 'No partner is named', '--base URL or --connection NAME'],
    [
      'two partners',
      ['query', 'Patient', ...base, '--connection', 'a'],
      'Both --base and --connection',
      'one of the two',
    ],
    [
      'a token for a stored connection',
      ['query', 'Patient', '--connection', 'a', '--token-env', 'T'],
      '--token-env',
      '--base',
    ],
    ['a certificate without key', ['query', 'Patient', ...base, '--cert', 'c.pem'], 'needs its key', 'both'],
    [
      'a version nobody speaks',
      ['query', 'Patient', ...base, '--cdex-version', '9'],
      '--cdex-version 9',
      '2.0, 2.1, ci',
    ],
    ['a date that is none', ['exchanges', 'list', '--since', 'x'], '--since "x"', '2026'],
    ['a Task without request', ['task', 'request', ...base], 'what to ask for', '--query'],
    ['a watch without id', ['task', 'watch'], 'No Task is named', '--id'],
    ['an unknown pace', ['task', 'watch', '--id', '1', '--profile', 'fast'], '--profile fast', 'cdex, hrex, debug'],
    ['a fetch without folder', ['task', 'fetch', '--id', '1'], 'needs a folder', '--out'],
    [
      'an unknown way in',
      ['connections', 'add', 'a', '--base', 'http://a.example', '--role', 'payer', '--auth', 'password'],
      'password',
      'backend',
    ],
    [
      'an unknown role',
      ['connections', 'add', 'a', '--base', 'http://a.example', '--role', 'boss'],
      '--role boss',
      'payer, provider',
    ],
    ['call without input', ['call', 'host.info'], 'needs its input', '--input'],
  ])('%s: exit 2, what is wrong, what to do', async (_what, args, message, next) => {
    const plain = await runLine(args);
    expect([plain.code, plain.out]).toEqual([2, '']);
    expect(plain.err).toContain(message);
    const json = await runLine([...args, '--json']);
    expect([json.code, json.err]).toEqual([2, '']);
    const { error } = JSON.parse(json.out);
    expect(error.message).toContain(message);
    expect(error.next).toContain(next);
    expect(json.console.asked).toEqual([]);
  });

  it('says a data folder that cannot be used, with exit 2', async () => {
    const refuseOpening = { code: 'folder-unusable', message: 'The folder is locked.', next: 'Free it.' } as const;
    const ran = await runLine(['exchanges', 'list', '--json', '--data-dir', '/x'], { refuseOpening });
    expect([ran.code, JSON.parse(ran.out)]).toEqual([2, { error: refuseOpening }]);
    expect(ran.opened).toMatchObject({ dataFolder: '/x', host: 'cli', capabilities: ['environment', 'write-files'] });
  });
});

describe('help', () => {
  it('is there for every command, in words that name its options', () => {
    for (const name of commandWords)
      expect(helpFor([...name.split(' '), '--help']), name).toContain(`switchboard ${name}`);
    for (const name of commandWords) expect(helpFor(['--help']), name).toContain(name.split(' ')[0]);
  });

  it('is given wherever --help stands, and for a family', () => {
    expect(helpFor(['query', 'Patient', '--help'])).toContain('--all-pages');
    expect(helpFor(['task', '--help'])).toContain('task watch');
    expect(helpFor(['query', 'Patient'])).toBeUndefined();
    expect(helpFor(['nonsense', '--help'])).toBeUndefined();
  });
});
