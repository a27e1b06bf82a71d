/** Numbers, sizes, times and ids in one spelling everywhere. Times are shown in the machine's own zone. */

const two = (n: number) => String(n).padStart(2, '0');

/** Bytes in one unit a person compares at a glance: "0", "0.3 KB", "41.8 KB", "128 MB", "1.2 GB" (1 KB is 1024 bytes). */
export function formatSize(bytes: number): string {
  if (bytes <= 0) return '0';
  const kb = bytes / 1024;
  if (kb < 999.95) return `${Math.max(kb, 0.1).toFixed(1)} KB`;
  const mb = kb / 1024;
  if (mb < 999.5) return `${mb < 99.95 ? mb.toFixed(1) : Math.round(mb)} MB`;
  return `${(mb / 1024).toFixed(1)} GB`;
}

/** Milliseconds as "412 ms", "1.9 s", "42 s", "4 min 38 s", "2 h 05 min", "3 d 4 h". */
export function formatDuration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${two(seconds % 60)} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${two(minutes % 60)} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** Milliseconds left as "00:19", "41:07", "1:03:12"; never below zero. */
export function formatCountdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/** A count with its thousands apart: "12,129". */
export const formatCount = (n: number): string => n.toLocaleString('en-US');

/** "1 exchange", "217 exchanges". `many` where adding an s is wrong. */
export const formatNumberOf = (n: number, one: string, many = `${one}s`): string =>
  `${formatCount(n)} ${n === 1 ? one : many}`;

/** An ISO instant as clock time, "09:14:03"; with `millis` "10:02:11.204". */
export function formatTime(iso: string, millis = false): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const clock = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  return millis ? `${clock}.${String(at.getMilliseconds()).padStart(3, '0')}` : clock;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const dayNumber = (at: Date) => Math.round(new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime() / 864e5);

/** The day of an ISO date or instant as people say it: "Today", "Yesterday", "24 Nov", "24 Nov 2025". A bare date has no zone. */
export function formatDay(iso: string, now: number = Date.now()): string {
  const bare = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  const at = bare ? new Date(Number(bare[1]), Number(bare[2]) - 1, Number(bare[3])) : new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const today = new Date(now);
  const away = dayNumber(at) - dayNumber(today);
  if (away === 0) return 'Today';
  if (away === -1) return 'Yesterday';
  if (away === 1) return 'Tomorrow';
  const day = `${at.getDate()} ${months[at.getMonth()]}`;
  return at.getFullYear() === today.getFullYear() ? day : `${day} ${at.getFullYear()}`;
}

/** Day and clock time: "Today 09:14:03". */
export const formatMoment = (iso: string, now: number = Date.now()): string =>
  `${formatDay(iso, now)} ${formatTime(iso)}`;

/** The same for what is mostly of today: then the clock time alone. */
export const formatWhen = (iso: string, now: number = Date.now()): string =>
  formatDay(iso, now) === 'Today' ? formatTime(iso) : formatMoment(iso, now);

/** A long id with its middle left out: the ends tell ids apart. Unchanged up to `head + tail + 1` letters. */
export function elideMiddle(text: string, head = 8, tail = 4): string {
  return text.length <= head + tail + 1 ? text : `${text.slice(0, head)}…${text.slice(text.length - tail)}`;
}

/** A long id as rows have it: of one that is a UUID the letters that are its own, without those all of them begin with. */
export const elideId = (id: string): string => elideMiddle(id.replace(/^urn:uuid:/, ''));

const uuids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/** A sentence whose UUIDs are elided: they are told apart by their ends, and take more room than what is said of them. */
export const elideUuids = (text: string): string => text.replace(uuids, (id) => elideMiddle(id));
