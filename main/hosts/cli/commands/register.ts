import type { Command } from '../command.ts';
import { jsonDocument } from '../printing.ts';

/** `connections register NAME`: UDAP dynamic client registration; the connection keeps the client id. */
export const connectionsRegister: Command = {
  words: ['NAME'],
  options: { 'send-anyway': { type: 'flag' } },
  async run(given, session) {
    const receipt = await session.run('tokens.register', {
      connection: given.word('NAME'),
      sendAnyway: given.flag('send-anyway'),
    });
    const words = `${given.word('NAME')} knows us as ${receipt.clientId.replace(/\p{Cc}+/gu, ' ')}.\n`;
    await session.print(session.json ? jsonDocument(receipt) : words);
    return 0;
  },
};
