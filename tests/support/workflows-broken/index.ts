import { sleep } from '@temporalio/workflow';

// What a careless change looks like to runs under way: a first step that was not there before.

export async function syncHistory(): Promise<void> {
  await sleep('1 minute');
}

export async function deliverNotifications(): Promise<void> {
  await sleep('1 minute');
}

export async function scheduleTick(): Promise<void> {
  await sleep('1 minute');
}

export async function runJob(): Promise<void> {
  await sleep('1 minute');
}

export async function connectDevice(): Promise<void> {
  await sleep('1 minute');
}

export async function planHistory(): Promise<void> {
  await sleep('1 minute');
}

export async function importPlays(): Promise<void> {
  await sleep('1 minute');
}

export async function reconcileList(): Promise<void> {
  await sleep('1 minute');
}

export async function reconcileLists(): Promise<void> {
  await sleep('1 minute');
}

export async function deleteList(): Promise<void> {
  await sleep('1 minute');
}
