const { contextBridge, ipcRenderer } = require('electron');

contextBridge.exposeInMainWorld('fixture', {
  version: 1,
  names: ['echo', 'fail'],
  add: (left, right) => left + right,
  throws: () => {
    throw new RangeError('out of range');
  },
  call: (channel, ...args) => ipcRenderer.invoke(channel, ...args),
  callName: async (channel, ...args) => {
    try {
      return await ipcRenderer.invoke(channel, ...args);
    } catch (error) {
      return `${error.name}: ${error.message}`;
    }
  },
  ping: (value) => ipcRenderer.send('ping', value),
  listen(callback) {
    const listener = (_event, value) => callback(value);
    ipcRenderer.on('pushed', listener);
    return () => ipcRenderer.off('pushed', listener);
  },
  world: () => [typeof require, typeof process, process.sandboxed, typeof window.fixture],
  loads: (id) => require(id),
});
