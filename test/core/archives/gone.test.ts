import { describe, expect, it } from '@jest/globals';
import { NoRecord, type Answer } from '../../../core/archives/archive.ts';
import { GoneError, goneOr } from '../../../core/archives/gone.ts';
import { NetworkError, UserError } from '../../../core/errors.ts';

const answer = (status: number, body = ''): Answer => ({ url: 'https://zenodo.org/api/records/1', status, headers: {}, body });
const refusal = new UserError('It was removed.', 'Choose another.');

describe('a refusal', () => {
  it.each<[string, Answer[], object]>([
    ['with a tombstone', [answer(410, '{"tombstone":{"removal_date":"2024-01-01T00:00:00+00:00","removal_reason":{"id":"retracted"},"note":"<b>see 2</b>"}}')], { status: 410, date: '2024-01-01', reason: 'retracted: see 2' }],
    ['with a bare 410', [answer(410, '<html>')], { status: 410, date: null, reason: null }],
    ['after one 404 of several answers', [answer(200), answer(404)], { status: 404, date: null, reason: null }],
  ])('%s means that the record is gone', (_, answers, gone) => expect(goneOr(refusal, answers)).toMatchObject({ name: 'UserError', message: refusal.message, remedy: refusal.remedy, gone: { ...gone, said: refusal.message } }));

  it('of an archive that says so in its own way, too', () => expect(goneOr(new NoRecord('None.', 'Check.'), [answer(412)])).toBeInstanceOf(GoneError));
  it.each([['bad input', refusal, [answer(200)]], ['a failure of the network', new NetworkError('x', 'y'), [answer(404)]], ['a bug', new Error('x'), [answer(410)]]])('%s is not', (_, error, answers) => expect(goneOr(error, answers)).toBe(error));
});
