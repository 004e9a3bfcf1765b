import { describe, expect, it } from '@jest/globals';
import { nodeCheck } from '../../../../src/main/doctor/checks/node.js';
import { userAgentCheck } from '../../../../src/main/doctor/checks/user-agent.js';
import { createDoctorContext } from '../../../../src/main/doctor/doctor-context.js';
import { explainConnection } from '../../../../src/main/doctor/explain-connection.js';
import { readConfig } from '../../../../src/platform/config/load-config.js';
import { systemClock } from '../../../../src/platform/lib/clock.js';
import { collectLog } from '../../../support/collect-log.js';

const contextOf = (env: Record<string, string>, nodeVersion = '20.19.0') =>
  createDoctorContext({
    reading: readConfig({ env, cwd: '/nowhere' }),
    version: '1.2.3',
    nodeVersion,
    timeZone: 'UTC',
    clock: systemClock,
    log: collectLog().log,
  });

describe('the check of Node', () => {
  it.each([
    ['20.18.3', 'fault'],
    ['18.20.0', 'fault'],
    ['20.19.0', 'ok'],
    ['22.0.0', 'ok'],
    ['24.11.1', 'ok'],
  ])('judges %s as %s', async (version, status) => {
    expect(await nodeCheck.run(contextOf({}, version))).toMatchObject({ status });
  });
});

describe('the check of the User-Agent', () => {
  it.each([
    ['axios/1.21.1', 'fault'],
    ['undici', 'fault'],
    ['python-requests/2', 'fault'],
    ['名前/1', 'fault'],
    ['ann/watchflow/1', 'warning'],
    ['ann/watchflow/1 (https://ann.example)', 'ok'],
    ['undici-watcher/1 (ann@example.org)', 'ok'],
  ])('judges %s as %s', async (text, status) => {
    expect(await userAgentCheck.run(contextOf({ USER_AGENT: text }))).toMatchObject({ status });
  });

  it('asks for a contact of the operator', async () => {
    expect(await userAgentCheck.run(contextOf({}))).toMatchObject({ status: 'warning' });
    const given = contextOf({ USER_AGENT_CONTACT: 'ann@example.org' });
    expect(await userAgentCheck.run(given)).toMatchObject({ status: 'ok' });
  });
});

describe('explainConnection', () => {
  const url = new URL('https://api.example.org/x');
  it.each([
    ['ENOTFOUND', 'cannot be resolved'],
    ['EAI_AGAIN', 'cannot be resolved'],
    ['ECONNREFUSED', 'nothing listens at api.example.org:443'],
    ['CERT_HAS_EXPIRED', 'TLS: the certificate of api.example.org has expired'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'TLS: the certificate is not made out to'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'nobody this machine trusts'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'nobody this machine trusts'],
    ['EPROTO', 'TLS: no agreement'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'TLS: no agreement'],
    ['ECONNRESET', 'broke the connection off'],
    ['ESTRANGE', 'the description'],
  ])('puts %s into words', (code, words) => {
    const { found, advice } = explainConnection(url, { code, description: 'the description' });
    expect(found).toContain(words);
    expect(advice).not.toBe('');
  });
});
