import { EventEmitter, once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { createApi } from '../../../src/api/create-api.js';
import { messageOf } from '../../../src/platform/lib/errors.js';
import { startApi } from './with-api.js';

const status = '/api/trakt/sync/status';

/** A gate requests wait at, and a promise of the first one's arrival. */
function createGate() {
  const gate = new EventEmitter();
  const arrived = once(gate, 'arrived');
  const opened = once(gate, 'opened');
  return {
    arrived,
    open: () => gate.emit('opened'),
    pass: async () => {
      gate.emit('arrived');
      await opened;
    },
  };
}

describe('stopping', () => {
  it('takes nothing new, finishes what is under way, and then is done', async () => {
    const gate = createGate();
    const running = await startApi();
    running.state.latest = gate.pass;
    const underWay = running.call('get', status);
    await gate.arrived;
    const stopped = running.api.stop();
    await expect(running.call('get', '/health/live')).rejects.toThrow('ECONNREFUSED');
    gate.open();
    expect((await underWay).status).toBe(200);
    await stopped;
  }, 3000);

  it('cuts off what takes longer than the deadline', async () => {
    const gate = createGate();
    const running = await startApi();
    running.state.latest = gate.pass;
    const underWay = running.call('get', status);
    const cut = underWay.catch((error: unknown) => messageOf(error));
    await gate.arrived;
    await running.api.stop({ deadlineMs: 20 });
    expect(await cut).toMatch(/socket hang up|ECONNRESET/);
    gate.open();
  });

  it('may be asked twice', async () => {
    const running = await startApi();
    await Promise.all([running.api.stop(), running.api.stop()]);
    await expect(running.call('get', '/health/live')).rejects.toThrow('ECONNREFUSED');
  });

  it('says when the address is taken', async () => {
    const running = await startApi();
    const port = Number(new URL(running.api.url).port);
    await expect(createApi(running.deps).listen({ host: '127.0.0.1', port })).rejects.toThrow(
      'EADDRINUSE',
    );
    await running.api.stop();
  });
});
