import { describe, expect, it } from 'vitest';
import {
  elideId,
  elideMiddle,
  formatCountdown,
  formatDay,
  formatDuration,
  formatNumberOf,
  formatSize,
  formatTime,
} from '../../../renderer/ui/format.ts';

describe('sizes', () => {
  it.each([
    [0, '0'],
    [1, '0.1 KB'],
    [310, '0.3 KB'],
    [42_803, '41.8 KB'],
    [1_023_999, '1.0 MB'],
    [134_217_728, '128 MB'],
    [1_288_490_188, '1.2 GB'],
  ])('%d bytes are %s', (bytes, said) => expect(formatSize(bytes)).toBe(said));
});

describe('durations', () => {
  it.each([
    [0.4, '0 ms'],
    [412, '412 ms'],
    [999.6, '1.0 s'],
    [9_940, '9.9 s'],
    [9_960, '10 s'],
    [59_600, '1 min 00 s'],
    [278_000, '4 min 38 s'],
    [7_500_000, '2 h 05 min'],
    [273_600_000, '3 d 4 h'],
  ])('%d ms are %s', (ms, said) => expect(formatDuration(ms)).toBe(said));

  it('counts down to zero and never below', () => {
    expect(formatCountdown(19_000)).toBe('00:19');
    expect(formatCountdown(18_001)).toBe('00:19');
    expect(formatCountdown(3_792_000)).toBe('1:03:12');
    expect(formatCountdown(-5_000)).toBe('00:00');
  });
});

describe('days and times', () => {
  const now = new Date(2026, 10, 22, 15, 0).getTime();
  it('says days as people do', () => {
    expect(formatDay(new Date(2026, 10, 22, 0, 1).toISOString(), now)).toBe('Today');
    expect(formatDay(new Date(2026, 10, 21, 23, 59).toISOString(), now)).toBe('Yesterday');
    expect(formatDay('2026-11-23', now)).toBe('Tomorrow');
    expect(formatDay('2026-11-24', now)).toBe('24 Nov');
    expect(formatDay('2025-01-02', now)).toBe('2 Jan 2025');
  });
  it('leaves what is no date as it was written', () => {
    expect(formatDay('soon', now)).toBe('soon');
    expect(formatTime('soon')).toBe('soon');
  });
  it('shows milliseconds on request', () => {
    expect(formatTime(new Date(2026, 1, 3, 4, 5, 6, 7).toISOString(), true)).toBe('04:05:06.007');
  });
});

it('elides the middle only where something is saved', () => {
  expect(elideMiddle('1234567890123', 8, 4)).toBe('1234567890123');
  expect(elideMiddle('06e1f0a2-5f8e-4b0e-d31b', 4, 4)).toBe('06e1…d31b');
});

it('shows of a UUID the letters that tell it apart', () => {
  expect(elideId('urn:uuid:f316a47e-49d0-46a2-8bec-d366bfd290ef')).toBe('f316a47e…90ef');
  expect(elideId('trackingid123')).toBe('trackingid123');
});

it('counts with the right word', () => {
  expect(formatNumberOf(1, 'exchange')).toBe('1 exchange');
  expect(formatNumberOf(12_129, 'entry', 'entries')).toBe('12,129 entries');
});
