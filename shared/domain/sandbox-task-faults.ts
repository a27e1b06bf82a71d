/** Tasks of the provider: what it answers to a create, how Tasks go, what their outputs are, and how polls are answered. */
export const taskFaults = [
  { name: 'create-200', part: 'task', title: 'Create: 200', says: 'A new Task is answered 200 in place of 201.' },
  { name: 'create-no-location', part: 'task', title: 'Create: no Location', says: '201 without a Location header.' },
  {
    name: 'create-other-id',
    part: 'task',
    title: 'Create: another id',
    says: 'The Location names another id than the Task in the body.',
  },
  {
    name: 'create-changed',
    part: 'task',
    title: 'Create: inputs changed',
    says: 'The Task is kept, and comes back, asking for less than was sent.',
  },
  {
    name: 'create-accepted',
    part: 'task',
    title: 'Create: accepted at once',
    says: 'The Task comes back as accepted, never having been requested.',
  },
  {
    name: 'create-empty',
    part: 'task',
    title: 'Create: empty 201',
    says: '201 with a Location and nothing in the body.',
  },
  {
    name: 'task-old-code',
    part: 'task',
    title: 'Code of CDex 1.x',
    says: 'A data request is kept with the one code it had before version 2.0.',
  },
  { name: 'task-rejects', part: 'task', title: 'Rejects', says: 'Every Task is rejected, with a reason.' },
  { name: 'task-fails', part: 'task', title: 'Fails', says: 'Every Task fails at its last step.' },
  {
    name: 'task-holds',
    part: 'task',
    title: 'Holds once',
    says: 'Every Task goes on hold once on its way, and is taken up again.',
  },
  {
    name: 'task-reopens',
    part: 'task',
    title: 'Reopens',
    says: 'A completed Task goes back to in-progress once, and is completed again.',
  },
  { name: 'task-stalls', part: 'task', title: 'Stalls', says: 'Tasks stay in progress for as long as this lasts.' },
  {
    name: 'output-wrong-code',
    part: 'task',
    title: 'Output: wrong code',
    says: 'Outputs are of a type no guide has.',
  },
  { name: 'output-missing', part: 'task', title: 'Output: none', says: 'Tasks are completed without any output.' },
  {
    name: 'output-loops',
    part: 'task',
    title: 'Output: loops',
    says: 'Outputs are the Task itself, and two Lists that refer to each other.',
  },
  {
    name: 'output-foreign',
    part: 'task',
    title: 'Output: elsewhere',
    says: 'The output is an absolute URL on another origin, where it can be read.',
  },
  {
    name: 'output-logical',
    part: 'task',
    title: 'Output: identifier alone',
    says: 'The output names the data by an identifier, without a reference.',
  },
  { name: 'output-gone', part: 'task', title: 'Output: gone', says: 'The output points to what is not there, 404.' },
  {
    name: 'poll-429',
    part: 'task',
    title: 'Polls: too many',
    says: 'Reads and searches of Tasks are answered 429 with Retry-After: 120.',
  },
  {
    name: 'poll-no-304',
    part: 'task',
    title: 'Polls: never 304',
    says: 'Tasks come back whole, whatever If-None-Match says.',
  },
  {
    name: 'poll-jumps',
    part: 'task',
    title: 'Polls: versions jump',
    says: 'Every step of a Task makes three versions, so that polls miss some.',
  },
] as const;

/** Notifications of the provider to subscribers. */
export const notificationFaults = [
  {
    name: 'notify-lost',
    part: 'notification',
    title: 'Every third lost',
    says: 'The notification of every third event is never sent.',
  },
  { name: 'notify-twice', part: 'notification', title: 'Sent twice', says: 'Every event is notified twice.' },
  {
    name: 'notify-old-names',
    part: 'notification',
    title: 'Old names',
    says: 'Parameters have the names they had before version 1.1, and events no numbers.',
  },
  {
    name: 'notify-lying-numbers',
    part: 'notification',
    title: 'Lying numbers',
    says: 'Every second event claims a number ten too high, and the total says one.',
  },
  {
    name: 'notify-unknown-subscription',
    part: 'notification',
    title: 'Unknown subscription',
    says: 'Notifications name a Subscription that nobody has.',
  },
  { name: 'notify-flood', part: 'notification', title: 'Flood', says: 'One event is notified fifty times.' },
  {
    name: 'notify-silent',
    part: 'notification',
    title: 'No heartbeats',
    says: 'Heartbeats are agreed on and never sent.',
  },
  {
    name: 'notify-no-handshake',
    part: 'notification',
    title: 'No handshake',
    says: 'A Subscription stays requested: its handshake is never sent.',
  },
  {
    name: 'notify-error',
    part: 'notification',
    title: 'Error',
    says: 'The next event puts the Subscription in error; it goes on counting.',
  },
  {
    name: 'notify-full',
    part: 'notification',
    title: 'More than asked for',
    says: 'Notifications carry whole Tasks, although id-only was asked for.',
  },
] as const;
