import { afterEach, describe, expect, it } from '@jest/globals';
import { inOrder, json, startRawServer, type RawServer } from '../../support/raw-server.js';
import { access, bangumiAt } from '../../support/upstream-clients.js';

let server: RawServer | undefined;

afterEach(async () => {
  await server?.close();
});

describe('a page of collections', () => {
  it('is read with what it says of its subjects', async () => {
    const bare = { subject_id: 1, subject_type: 2, type: 3 };
    const full = {
      ...bare,
      subject_id: 2,
      rate: 8,
      tags: ['神作'],
      updated_at: '2026-06-19T18:44:13+08:00',
      ep_status: 5,
      subject: {
        id: 2,
        type: 2,
        name: '葬送のフリーレン',
        name_cn: '葬送的芙莉莲',
        date: '2023-09-29',
        eps: 28,
        score: 8.9,
        rank: 1,
        collection_total: 40_000,
        tags: [{ name: '奇幻', count: 9, total_cont: 9 }],
      },
    };
    const unknown = {
      ...bare,
      subject_id: 3,
      subject: { name: '', date: '', score: 0, tags: null },
    };
    server = await startRawServer(inOrder(json({ total: 240, data: [bare, full, unknown] })));
    const bangumi = bangumiAt(server.url);
    const query = { username: 'sai', subjectType: 2, offset: 100 };
    const page = await bangumi.readCollectionsPage(access, query);
    const collection = { subjectType: 2, type: 3, private: false };
    const nothing = { rate: 0, updatedAt: null, eps: 0, ownTags: [] };
    expect(page).toEqual({
      total: 240,
      items: [
        { ...collection, ...nothing, subjectId: 1, subject: null },
        {
          ...collection,
          subjectId: 2,
          rate: 8,
          updatedAt: '2026-06-19T18:44:13+08:00',
          eps: 28,
          ownTags: ['神作'],
          subject: {
            name: '葬送のフリーレン',
            nameCn: '葬送的芙莉莲',
            date: '2023-09-29',
            score: 8.9,
            collectionTotal: 40_000,
            tags: ['奇幻'],
          },
        },
        {
          ...collection,
          ...nothing,
          subjectId: 3,
          subject: {
            name: '',
            nameCn: '',
            date: null,
            score: null,
            collectionTotal: null,
            tags: [],
          },
        },
      ],
    });
    expect(server.seen.map(({ url }) => url)).toEqual([
      '/v0/users/sai/collections?subject_type=2&limit=100&offset=100',
    ]);
  });
});
