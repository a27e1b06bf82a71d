import { note, type RecordKind } from './record.ts';
import { emitterNamed, refuseUnknown } from './refuse.ts';

/** `shell`: nothing is opened, everything is recorded. */
export const shell = refuseUnknown('shell', {
  async openExternal(url: string): Promise<void> {
    note('openExternal', url);
  },
  async openPath(path: string): Promise<string> {
    note('openPath', path);
    return '';
  },
  showItemInFolder: (path: string) => note('showItemInFolder', path),
  async trashItem(path: string): Promise<void> {
    note('trashItem', path);
  },
});

/** The answers to the next dialogs, first one first. Tests push to it; a dialog without an answer is cancelled. */
export const dialogAnswers: object[] = [];

/** The parent window may come first; the options come last. */
function ask(kind: RecordKind, cancelled: object) {
  return async (...args: object[]): Promise<object> => {
    note(kind, args.at(-1));
    return { ...cancelled, ...dialogAnswers.shift() };
  };
}

/** `dialog`: recorded, and answered by `dialogAnswers`. An answer only states what differs from cancelling. */
export const dialog = refuseUnknown('dialog', {
  showOpenDialog: ask('openDialog', { canceled: true, filePaths: [] }),
  showSaveDialog: ask('saveDialog', { canceled: true, filePath: '' }),
  showMessageBox: ask('messageBox', { response: 0, checkboxChecked: false }),
  showErrorBox(title: string, content: string): void {
    note('errorBox', { title, content });
    console.error(`${title}\n${content}`); // an app often ends after it, and then nobody can read the record
  },
});

/** What `Notification` is, before unknown statics are refused. */
export class NotificationStandIn extends emitterNamed('Notification') {
  private readonly options: object;

  constructor(options: object = {}) {
    super();
    this.options = options;
  }
  static isSupported(): boolean {
    return true;
  }
  show(): void {
    note('notification', this.options);
    this.emit('show');
  }
  close(): void {
    this.emit('close');
  }
}

/** `Notification`: recorded when shown. */
export const Notification = refuseUnknown('Notification', NotificationStandIn);
