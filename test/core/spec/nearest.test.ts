import { expect, it } from '@jest/globals';
import { distance, nearest } from '../../../core/spec/nearest.ts';

it.each([['', 'abc', 3], ['linear', 'linear', 0], ['linaer', 'linear', 1], ['licence', 'license', 1], ['kitten', 'sitting', 3]])('%s to %s takes %i steps', (a, b, steps) => {
  expect(distance(a, b)).toBe(steps);
  expect(distance(b, a)).toBe(steps);
});

it.each([['linaer', 'linear'], ['class', 'classification'], ['MLP', 'mlp'], ['bananas', null], ['x', null]])('%s means %s', (word, meant) =>
  expect(nearest(word, ['linear', 'ridge', 'mlp', 'classification'])).toBe(meant));
