import { expect, it } from 'vitest';
import { parseTimeOfDay } from '../../src/input/time-of-day.ts';

it.each([
  ['9:30', '09:30'],
  ['18.30', '18:30'],
  ['1830', '18:30'],
  ['0930', '09:30'],
  ['7', '07:00'],
  ['18', '18:00'],
  ['0', '00:00'],
  ['9h', '09:00'],
  ['6pm', '18:00'],
  [' 6:30 PM ', '18:30'],
  ['630am', '06:30'],
  ['6 p.m.', '18:00'],
  ['12am', '00:00'],
  ['12:15 pm', '12:15'],
  ['１８：３０', '18:30'],
])('reads the time "%s" as %s', (typed, time) => {
  expect(parseTimeOfDay(typed)).toBe(time);
});

it.each([
  '',
  '24',
  '25:00',
  '9:60',
  '13pm',
  '0 am',
  '18:30 pm',
  '12345',
  'noon',
  '9:5',
  '-9',
  'pm',
])('reads no time from "%s"', (typed) => {
  expect(parseTimeOfDay(typed)).toBeUndefined();
});
