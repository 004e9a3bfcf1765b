import {
  toBinaryArray,
  type ElementOf,
  type ElementType,
} from '../../../platform/database/index.js';
import type { Draft, SessionDraft, TaskDraft } from '../records/draft.js';

/** How a column of many drafts travels: as an array of its own type, or of text that the statement casts. */
export interface Column<D> {
  readonly type: ElementType;
  readonly cast?: 'jsonb' | 'numeric' | undefined;
  readonly encode: (drafts: readonly D[]) => Buffer;
}

/** Where drafts of one kind are kept. */
export interface RecordTable<D extends Draft> {
  readonly table: 'translation_sessions' | 'translation_tasks';
  /** By their names, which are those of the drafts' fields. */
  readonly columns: Readonly<Record<keyof D & string, Column<D>>>;
  /** True where each row belongs to a session. */
  readonly hasSession: boolean;
}

const column =
  <T extends ElementType>(type: T, cast?: Column<never>['cast']) =>
  <D>(valueOf: (draft: D) => ElementOf[T] | null): Column<D> => ({
    type,
    cast,
    encode: (drafts) => toBinaryArray(type, drafts.map(valueOf)),
  });

const text = column('text');
const count = column('int4');
const time = column('timestamptz');

const common = <D extends SessionDraft | TaskDraft>() => ({
  id: text(({ id }: D) => id),
  version: column('int8')(({ version }: D) => version),
  status: text(({ status }: D) => status),
  source_language: text((draft: D) => draft.source_language),
  target_language: text((draft: D) => draft.target_language),
  model: text(({ model }: D) => model),
  error: text(({ error }: D) => error),
  retry_count: count((draft: D) => draft.retry_count),
  started_at: time((draft: D) => draft.started_at),
  completed_at: time((draft: D) => draft.completed_at),
  metadata: column('text', 'jsonb')(({ metadata }: D) => JSON.stringify(metadata)),
});

export const sessionTable: RecordTable<SessionDraft> = {
  table: 'translation_sessions',
  columns: { ...common<SessionDraft>(), name: text(({ name }) => name) },
  hasSession: false,
};

export const taskTable: RecordTable<TaskDraft> = {
  table: 'translation_tasks',
  columns: {
    ...common<TaskDraft>(),
    session_id: text((draft) => draft.session_id),
    position: count(({ position }) => position),
    source_text: text((draft) => draft.source_text),
    result_text: text((draft) => draft.result_text),
    input_tokens: count((draft) => draft.input_tokens),
    output_tokens: count((draft) => draft.output_tokens),
    cost: column('text', 'numeric')(({ cost }) => (cost === null ? null : String(cost))),
  },
  hasSession: true,
};
