import { describe, expect, it } from '@jest/globals';
import { toTemporalLogger } from '../../../src/orchestration/temporal-log.js';
import { collectLog } from '../../support/collect-log.js';

describe('log of the Temporal SDK', () => {
  it('becomes lines of ours that any JSON sink can write', () => {
    const { log, lines } = collectLog();
    const error = Object.assign(new Error('refused', { cause: new Error('why') }), {
      config: { headers: { Authorization: 'Bearer marmalade' } },
    });
    toTemporalLogger(log).warn('Activity failed', {
      sdkComponent: 'activity',
      timestampNanos: 12n,
      nested: { count: 3n },
      error,
    });
    const [line] = lines;
    expect(line).toMatchObject({
      level: 'warn',
      event: 'Activity failed',
      fields: {
        timestampNanos: '12',
        nested: { count: '3' },
        error: { message: 'refused', cause: { message: 'why' } },
      },
    });
    expect(JSON.stringify(line)).not.toContain('marmalade');
  });

  it('keeps what a healthy worker says about itself down, and its warnings up', () => {
    const { log, lines } = collectLog();
    const logger = toTemporalLogger(log);
    logger.info('Worker state changed', { sdkComponent: 'worker' });
    logger.warn('No workflows registered, not polling for workflow tasks', {
      sdkComponent: 'worker',
    });
    logger.warn('Something else', { sdkComponent: 'worker' });
    logger.info('Read a page', { sdkComponent: 'activity' });
    expect(lines.map(({ level }) => level)).toEqual(['debug', 'debug', 'warn', 'info']);
  });

  it('survives fields that hold themselves', () => {
    const { log, lines } = collectLog();
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    toTemporalLogger(log).error('odd', { circle });
    expect(() => JSON.stringify(lines)).not.toThrow();
  });
});
