// A small translation service that keeps its records in watchflow and may be killed at any moment.
//
//   WATCHFLOW_URL=http://127.0.0.1:7080 WATCHFLOW_API_KEY=wf_… OUTBOX_DIR=./outbox PORT=7090 node service.mjs
//
//   POST /jobs             {"session": "frieren-3", "lines": [{"id": "frieren-3:1", "text": "人の心を知る旅"}]}
//   GET  /jobs/frieren-3   {"done": [{"id": "frieren-3:1", "version": 1796…, "result": "…"}]}
//
// A job is answered 202 once it is on the disk of this machine, not before: from then on it is not lost.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { createRecordsClient, openRecordsOutbox } from '@watchflow/client';

const { WATCHFLOW_URL, WATCHFLOW_API_KEY, OUTBOX_DIR, PORT = '0' } = process.env;
const log = (line) => process.stderr.write(`${line}\n`);

const client = createRecordsClient({ url: WATCHFLOW_URL, apiKey: WATCHFLOW_API_KEY });
const outbox = await openRecordsOutbox({
  client,
  dir: OUTBOX_DIR,
  onTrouble: (error) => log(`tried again: ${error.message}`),
  onStopped: (error) => log(`stopped, a person has to look: ${error.message}`),
  onVerdict: ({ of, id, verdict, errors }) => {
    if (errors.length > 0) log(`${of} ${id} is ${verdict}: ${JSON.stringify(errors)}`);
  },
});

/** Lines to translate; what is here is on the disk, in the outbox or in watchflow. */
const queue = [];
/** What is translated, by session. */
const done = new Map();

const translate = async (text) => {
  await wait(5); // Here a model would think.
  return `${text} → zh-CN`;
};

const sessionOf = (id) => ({ id, status: 'processing', target_language: 'zh-CN' });
const taskOf = (session, { id, text }) => ({
  id,
  session_id: session,
  status: 'pending',
  source_text: text,
});

async function accept({ session, lines }) {
  await outbox.putSession(sessionOf(session));
  const tasks = lines.map((line) => taskOf(session, line));
  const versions = await Promise.all(tasks.map((task) => outbox.putTask(task)));
  queue.push(...tasks);
  return { accepted: tasks.map(({ id }, at) => ({ id, version: versions[at] })) };
}

async function work() {
  for (;;) {
    const task = queue.shift();
    if (task === undefined) {
      await wait(5);
      continue;
    }
    const result = await translate(task.source_text);
    const version = await outbox.putTask({ ...task, status: 'completed', result_text: result });
    const before = done.get(task.session_id) ?? [];
    done.set(task.session_id, [...before, { id: task.id, version, result }]);
  }
}

/** What a service that was killed before us has left undone: what is still in the outbox is sent before watchflow is asked. */
async function takeUp() {
  for await (const { id } of outbox.eachIncompleteSession()) {
    const { tasks } = await outbox.restoreSession(id);
    const inQueue = new Set(queue.map((task) => task.id));
    for await (const { id, session_id, source_text } of tasks)
      if (!inQueue.has(id)) queue.push({ id, session_id, source_text });
  }
}

async function takeUpOnceReachable() {
  for (;;)
    try {
      return await takeUp();
    } catch (error) {
      log(`could not ask what is left to do: ${error.message}`);
      await wait(500);
    }
}

const server = createServer(async (request, response) => {
  const answer = (status, body) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  try {
    const session = decodeURIComponent(/^\/jobs\/([^/]+)$/.exec(request.url)?.[1] ?? '');
    if (request.method === 'GET' && session !== '')
      return answer(200, { done: done.get(session) ?? [], waiting: outbox.state().waiting });
    if (request.method !== 'POST' || request.url !== '/jobs') return answer(404, {});
    let text = '';
    for await (const piece of request.setEncoding('utf8')) text += piece;
    answer(202, await accept(JSON.parse(text)));
  } catch (error) {
    // Not taken: the caller has to come again.
    answer(503, { error: error.message });
  }
});

await takeUpOnceReachable();
for (const failed of [work(), work()])
  failed.catch((error) => {
    log(`ended: ${error.stack}`);
    process.exit(1);
  });
server.listen(Number(PORT), '127.0.0.1');
await once(server, 'listening');
process.stdout.write(`listening on ${server.address().port}\n`);

process.once('SIGTERM', async () => {
  server.close();
  const { left } = await outbox.close();
  log(`${left} records wait for the next start`);
  process.exit(0);
});
