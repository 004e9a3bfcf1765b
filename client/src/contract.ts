// Made from docs/openapi.json by `npm run contract --workspace client`; not to be edited.
export interface paths {
    readonly "/api/v1/translation/sessions/batch": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Write sessions
         * @description Up to 1,000 items; the answer has a verdict for each, in their order, and comes when what it says is on the disk: it is never lost after that, whatever is killed. Send the same again as often as you like. An item replaces all that was there; a lower version than the one there changes nothing, and what is `completed` or `cancelled` stays so. Requests that come at the same time are written together.
         *
         *     Scope: `translation:write`.
         */
        readonly post: operations["postApiV1TranslationSessionsBatch"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/translation/tasks/batch": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Write tasks
         * @description Up to 1,000 items; the answer has a verdict for each, in their order, and comes when what it says is on the disk: it is never lost after that, whatever is killed. Send the same again as often as you like. An item replaces all that was there; a lower version than the one there changes nothing, and what is `completed` or `cancelled` stays so. Requests that come at the same time are written together. The session of a task must be there before it.
         *
         *     Scope: `translation:write`.
         */
        readonly post: operations["postApiV1TranslationTasksBatch"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/translation/flush": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Write what waits
         * @description Requests wait a few milliseconds for others to be written with. This writes everything that waits in this process now, whoever sent it, and answers when it is on the disk.
         *
         *     Scope: `translation:write`.
         */
        readonly post: operations["postApiV1TranslationFlush"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/translation/sessions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List sessions
         * @description Newest first unless sorted otherwise. By cursor nothing is shown twice or left out, however much is written meanwhile. By number send `as_of` of the first page along.
         *
         *     Scope: `translation:read`.
         */
        readonly get: operations["getApiV1TranslationSessions"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/translation/sessions/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * One session
         * @description As it was last written.
         *
         *     Scope: `translation:read`.
         */
        readonly get: operations["getApiV1TranslationSessionsId"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Remove a session
         * @description Its tasks go with it.
         *
         *     Scope: `translation:write`.
         */
        readonly delete: operations["deleteApiV1TranslationSessionsId"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/translation/sessions/{id}/tasks": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the tasks of a session
         * @description In their order unless sorted otherwise. By cursor nothing is shown twice or left out, however much is written meanwhile. By number send `as_of` of the first page along.
         *
         *     Scope: `translation:read`.
         */
        readonly get: operations["getApiV1TranslationSessionsIdTasks"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/translation/tasks": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List tasks
         * @description Newest first unless sorted otherwise or of one session. By cursor nothing is shown twice or left out, however much is written meanwhile. By number send `as_of` of the first page along.
         *
         *     Scope: `translation:read`.
         */
        readonly get: operations["getApiV1TranslationTasks"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/translation/tasks/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * One task
         * @description As it was last written.
         *
         *     Scope: `translation:read`.
         */
        readonly get: operations["getApiV1TranslationTasksId"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/translation/recovery/incomplete-sessions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List sessions that are not at their end
         * @description Pending and processing ones, the longest untouched first, with how their tasks stand: what a service asks when it has been killed.
         *
         *     Scope: `translation:read`.
         */
        readonly get: operations["getApiV1TranslationRecoveryIncompleteSessions"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/translation/recovery/restore/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * A session and what is left to do of it
         * @description As JSONL, sent as it is read, however much it is: first the session (`kind` `session`), then its pending and processing tasks in their order (`task`), and last how many there were (`end`, with `tasks`): without that line it is not whole. Nothing is changed.
         *
         *     Scope: `translation:read`.
         */
        readonly post: operations["postApiV1TranslationRecoveryRestoreId"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/translation/sessions/cleanup": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Remove old sessions
         * @description Finished ones that nobody has written to for some days, with their tasks, a few at a time. One that has a pending or processing task stays. Only counts unless `dry_run` is false.
         *
         *     Scope: `translation:write`.
         */
        readonly post: operations["postApiV1TranslationSessionsCleanup"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/translation/stats": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Counts, rates, sizes and cost
         * @description Of everything, or of what was created in a time. All of it is read: name a time where there are millions.
         *
         *     Scope: `translation:read`.
         */
        readonly get: operations["getApiV1TranslationStats"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        readonly IncompleteTranslationSession: {
            readonly id: string;
            /** @description The highest that was written. */
            readonly version: number;
            /** @enum {string} */
            readonly status: "pending" | "processing" | "completed" | "failed" | "cancelled";
            readonly source_language: string | null;
            readonly target_language: string | null;
            readonly model: string | null;
            readonly error: string | null;
            readonly retry_count: number;
            readonly started_at: string | null;
            readonly completed_at: string | null;
            readonly metadata: {
                readonly [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @description First written here.
             */
            readonly created_at: string;
            /**
             * Format: date-time
             * @description Last changed here.
             */
            readonly updated_at: string;
            readonly name: string | null;
            readonly tasks: components["schemas"]["TranslationStatusCounts"];
        };
        readonly IncompleteTranslationSessionPage: {
            readonly items: readonly components["schemas"]["IncompleteTranslationSession"][];
            /** @description Null on the last page. */
            readonly next_cursor: string | null;
        };
        readonly Problem: {
            /** @description Where the code is documented. */
            readonly type: string;
            readonly title: string;
            readonly status: number;
            /** @description Stable; what programs should look at. */
            readonly code: string;
            /** @description What happened and what to do. */
            readonly detail: string;
            /** @description Under which the log tells more. */
            readonly request_id: string;
            /** @description Every fault of the input. */
            readonly errors?: readonly {
                /** @enum {string} */
                readonly in: "body" | "query" | "path" | "header";
                /** @description JSON pointer (RFC 6901) into that part of the request. */
                readonly pointer: string;
                readonly message: string;
            }[];
        };
        readonly TranslationCleanUp: {
            /** @description Not written to for so long. */
            readonly older_than_days: number;
            /**
             * @default [
             *       "completed",
             *       "cancelled"
             *     ]
             */
            readonly statuses?: readonly ("completed" | "failed" | "cancelled")[];
            /**
             * @description Only counts. Say false to remove.
             * @default true
             */
            readonly dry_run?: boolean;
            /**
             * @description Sessions at most; the oldest first.
             * @default 1000
             */
            readonly limit?: number;
        };
        readonly TranslationCleanedUp: {
            readonly dry_run: boolean;
            /** @description Removed, or in a dry run those that would be. */
            readonly sessions: number;
            readonly tasks: number;
            /** @description There are more than `limit`: ask again. */
            readonly has_more: boolean;
        };
        readonly TranslationFlush: {
            readonly sessions: {
                /** @description That waited, or were on their way. */
                readonly rows: number;
                readonly flushes: number;
                readonly ms: number;
            };
            readonly tasks: {
                /** @description That waited, or were on their way. */
                readonly rows: number;
                readonly flushes: number;
                readonly ms: number;
            };
        };
        readonly TranslationSession: {
            readonly id: string;
            /** @description The highest that was written. */
            readonly version: number;
            /** @enum {string} */
            readonly status: "pending" | "processing" | "completed" | "failed" | "cancelled";
            readonly source_language: string | null;
            readonly target_language: string | null;
            readonly model: string | null;
            readonly error: string | null;
            readonly retry_count: number;
            readonly started_at: string | null;
            readonly completed_at: string | null;
            readonly metadata: {
                readonly [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @description First written here.
             */
            readonly created_at: string;
            /**
             * Format: date-time
             * @description Last changed here.
             */
            readonly updated_at: string;
            readonly name: string | null;
        };
        readonly TranslationSessionBatch: {
            readonly items: readonly components["schemas"]["TranslationSessionDraft"][];
        };
        readonly TranslationSessionDraft: {
            /** @description Of your choice; unique among your sessions, or among your tasks. */
            readonly id: string;
            /** @description Counted by you: of two writes the higher one stays, in whatever order they arrive. A time in milliseconds will do. */
            readonly version: number;
            /**
             * @description `completed` and `cancelled` are final; `failed` may be tried again.
             * @enum {string}
             */
            readonly status: "pending" | "processing" | "completed" | "failed" | "cancelled";
            /** @default null */
            readonly source_language?: string | null;
            /** @default null */
            readonly target_language?: string | null;
            /** @default null */
            readonly model?: string | null;
            /** @default null */
            readonly error?: string | null;
            /** @default 0 */
            readonly retry_count?: number;
            readonly started_at?: string | null;
            readonly completed_at?: string | null;
            /**
             * @description Anything else you want back; 16 KB as JSON.
             * @default {}
             */
            readonly metadata?: {
                readonly [key: string]: unknown;
            };
            /** @default null */
            readonly name?: string | null;
        };
        readonly TranslationSessionPage: {
            readonly items: readonly components["schemas"]["TranslationSession"][];
            /** @description Null on the last page. */
            readonly next_cursor: string | null;
            /** @description This and the rest: of pages by number alone. */
            readonly page?: number;
            readonly page_size?: number;
            /** @description At most 10000 are counted. */
            readonly total?: number;
            readonly total_is_exact?: boolean;
            /**
             * Format: date-time
             * @description Send it along with the next pages.
             */
            readonly as_of?: string;
        };
        readonly TranslationSessionRemoved: {
            readonly id: string;
            /** @description That went with it. */
            readonly tasks: number;
        };
        readonly TranslationStats: {
            readonly sessions: components["schemas"]["TranslationStatusCounts"];
            readonly tasks: {
                readonly pending: number;
                readonly processing: number;
                readonly completed: number;
                readonly failed: number;
                readonly cancelled: number;
                /** @description With a retry_count above 0. */
                readonly retried: number;
                readonly input_tokens: number;
                readonly output_tokens: number;
                /** @description The sum, in your currency. */
                readonly cost: number;
                /** @description Source and result, in UTF-8. */
                readonly text_bytes: number;
                readonly created_last_hour: number;
                readonly completed_last_hour: number;
            };
            /** @description The costliest 50. */
            readonly models: readonly {
                readonly model: string | null;
                readonly tasks: number;
                readonly input_tokens: number;
                readonly output_tokens: number;
                /** @description The sum, in your currency. */
                readonly cost: number;
            }[];
        };
        readonly TranslationStatusCounts: {
            readonly pending: number;
            readonly processing: number;
            readonly completed: number;
            readonly failed: number;
            readonly cancelled: number;
        };
        readonly TranslationTask: {
            readonly id: string;
            /** @description The highest that was written. */
            readonly version: number;
            /** @enum {string} */
            readonly status: "pending" | "processing" | "completed" | "failed" | "cancelled";
            readonly source_language: string | null;
            readonly target_language: string | null;
            readonly model: string | null;
            readonly error: string | null;
            readonly retry_count: number;
            readonly started_at: string | null;
            readonly completed_at: string | null;
            readonly metadata: {
                readonly [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @description First written here.
             */
            readonly created_at: string;
            /**
             * Format: date-time
             * @description Last changed here.
             */
            readonly updated_at: string;
            readonly session_id: string;
            readonly position: number;
            readonly source_text: string;
            readonly result_text: string | null;
            readonly input_tokens: number | null;
            readonly output_tokens: number | null;
            readonly cost: number | null;
        };
        readonly TranslationTaskBatch: {
            readonly items: readonly components["schemas"]["TranslationTaskDraft"][];
        };
        readonly TranslationTaskDraft: {
            /** @description Of your choice; unique among your sessions, or among your tasks. */
            readonly id: string;
            /** @description Counted by you: of two writes the higher one stays, in whatever order they arrive. A time in milliseconds will do. */
            readonly version: number;
            /**
             * @description `completed` and `cancelled` are final; `failed` may be tried again.
             * @enum {string}
             */
            readonly status: "pending" | "processing" | "completed" | "failed" | "cancelled";
            /** @default null */
            readonly source_language?: string | null;
            /** @default null */
            readonly target_language?: string | null;
            /** @default null */
            readonly model?: string | null;
            /** @default null */
            readonly error?: string | null;
            /** @default 0 */
            readonly retry_count?: number;
            readonly started_at?: string | null;
            readonly completed_at?: string | null;
            /**
             * @description Anything else you want back; 16 KB as JSON.
             * @default {}
             */
            readonly metadata?: {
                readonly [key: string]: unknown;
            };
            /** @description Of a session that is here already; a task stays in its session. */
            readonly session_id: string;
            /**
             * @description Its place in the session.
             * @default 0
             */
            readonly position?: number;
            readonly source_text: string;
            /** @default null */
            readonly result_text?: string | null;
            /** @default null */
            readonly input_tokens?: number | null;
            /** @default null */
            readonly output_tokens?: number | null;
            /**
             * @description In your currency; six decimals are kept.
             * @default null
             */
            readonly cost?: number | null;
        };
        readonly TranslationTaskPage: {
            readonly items: readonly components["schemas"]["TranslationTask"][];
            /** @description Null on the last page. */
            readonly next_cursor: string | null;
            /** @description This and the rest: of pages by number alone. */
            readonly page?: number;
            readonly page_size?: number;
            /** @description At most 10000 are counted. */
            readonly total?: number;
            readonly total_is_exact?: boolean;
            /**
             * Format: date-time
             * @description Send it along with the next pages.
             */
            readonly as_of?: string;
        };
        readonly TranslationVerdicts: {
            /** @description One per item, in their order. */
            readonly verdicts: readonly {
                readonly id: string | null;
                /**
                 * @description `inserted`, `updated`; `unchanged`: the same was there; `stale`: this version, or a higher one, was there with other content; `invalid`: see `errors`; `withheld`: valid, in an atomic batch that is not.
                 * @enum {string}
                 */
                readonly verdict: "inserted" | "updated" | "unchanged" | "stale" | "invalid" | "withheld";
                /** @description Of an invalid item. */
                readonly errors?: readonly {
                    /** @description JSON pointer (RFC 6901) into the item. */
                    readonly pointer: string;
                    readonly message: string;
                }[];
            }[];
            readonly counts: {
                readonly [key: string]: number;
            };
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly postApiV1TranslationSessionsBatch: {
        readonly parameters: {
            readonly query?: {
                /** @description `true`: all of them or none; an invalid item refuses the batch. */
                readonly atomic?: "true" | "false";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                /**
                 * @example {
                 *       "items": [
                 *         {
                 *           "id": "frieren-s01e03",
                 *           "name": "Frieren, 3",
                 *           "version": 3,
                 *           "status": "processing",
                 *           "source_language": "ja",
                 *           "target_language": "zh-CN",
                 *           "model": "gpt-4o",
                 *           "error": null,
                 *           "retry_count": 0,
                 *           "started_at": "2026-11-22T09:00:00.000Z",
                 *           "completed_at": null,
                 *           "metadata": {
                 *             "subtitle": "S01E03"
                 *           }
                 *         }
                 *       ]
                 *     }
                 */
                readonly "application/json": components["schemas"]["TranslationSessionBatch"];
            };
        };
        readonly responses: {
            /** @description Verdicts. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "verdicts": [
                     *         {
                     *           "id": "frieren-s01e03",
                     *           "verdict": "inserted"
                     *         }
                     *       ],
                     *       "counts": {
                     *         "inserted": 1,
                     *         "updated": 0,
                     *         "unchanged": 0,
                     *         "stale": 0,
                     *         "invalid": 0,
                     *         "withheld": 0
                     *       }
                     *     }
                     */
                    readonly "application/json": components["schemas"]["TranslationVerdicts"];
                };
            };
            /** @description `invalid-input`: The request holds values that cannot be used. `malformed-json`: The body is not JSON. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-required`: An API key or a session is needed. `invalid-key`: The API key is not valid. `session-ended`: The session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `csrf-refused`: The request may come from another site. `missing-scope`: A scope is lacking. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is too large. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: Only JSON is understood here. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host-not-served`: This host name is not served here. */
            readonly 421: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `batch-refused`: The batch is atomic and holds items that cannot be written. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests. `quota-exceeded`: The key has made all the requests it may. */
            readonly 429: {
                headers: {
                    /** @description Seconds to wait. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something unexpected went wrong. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unavailable`: The database cannot be reached. `temporal-unavailable`: Temporal cannot be reached. `dependency-unavailable`: A service watchflow stands on cannot be reached. `write-buffer-full`: Too much waits to be written. */
            readonly 503: {
                headers: {
                    /** @description Seconds to wait. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly postApiV1TranslationTasksBatch: {
        readonly parameters: {
            readonly query?: {
                /** @description `true`: all of them or none; an invalid item refuses the batch. */
                readonly atomic?: "true" | "false";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                /**
                 * @example {
                 *       "items": [
                 *         {
                 *           "id": "frieren-s01e03:17",
                 *           "session_id": "frieren-s01e03",
                 *           "position": 17,
                 *           "source_text": "人の心を知る旅",
                 *           "version": 3,
                 *           "status": "processing",
                 *           "source_language": "ja",
                 *           "target_language": "zh-CN",
                 *           "model": "gpt-4o",
                 *           "error": null,
                 *           "retry_count": 0,
                 *           "started_at": "2026-11-22T09:00:00.000Z",
                 *           "completed_at": null,
                 *           "metadata": {
                 *             "subtitle": "S01E03"
                 *           }
                 *         }
                 *       ]
                 *     }
                 */
                readonly "application/json": components["schemas"]["TranslationTaskBatch"];
            };
        };
        readonly responses: {
            /** @description Verdicts. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "verdicts": [
                     *         {
                     *           "id": "frieren-s01e03:17",
                     *           "verdict": "updated"
                     *         },
                     *         {
                     *           "id": "frieren-s01e03:18",
                     *           "verdict": "invalid",
                     *           "errors": [
                     *             {
                     *               "pointer": "/session_id",
                     *               "message": "there is no session frieren-s01e03"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "counts": {
                     *         "inserted": 0,
                     *         "updated": 1,
                     *         "unchanged": 0,
                     *         "stale": 0,
                     *         "invalid": 1,
                     *         "withheld": 0
                     *       }
                     *     }
                     */
                    readonly "application/json": components["schemas"]["TranslationVerdicts"];
                };
            };
            /** @description `invalid-input`: The request holds values that cannot be used. `malformed-json`: The body is not JSON. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-required`: An API key or a session is needed. `invalid-key`: The API key is not valid. `session-ended`: The session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `csrf-refused`: The request may come from another site. `missing-scope`: A scope is lacking. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is too large. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: Only JSON is understood here. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host-not-served`: This host name is not served here. */
            readonly 421: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `batch-refused`: The batch is atomic and holds items that cannot be written. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests. `quota-exceeded`: The key has made all the requests it may. */
            readonly 429: {
                headers: {
                    /** @description Seconds to wait. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something unexpected went wrong. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unavailable`: The database cannot be reached. `temporal-unavailable`: Temporal cannot be reached. `dependency-unavailable`: A service watchflow stands on cannot be reached. `write-buffer-full`: Too much waits to be written. */
            readonly 503: {
                headers: {
                    /** @description Seconds to wait. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly postApiV1TranslationFlush: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What was written. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sessions": {
                     *         "rows": 0,
                     *         "flushes": 0,
                     *         "ms": 0
                     *       },
                     *       "tasks": {
                     *         "rows": 240,
                     *         "flushes": 1,
                     *         "ms": 18
                     *       }
                     *     }
                     */
                    readonly "application/json": components["schemas"]["TranslationFlush"];
                };
            };
            /** @description `authentication-required`: An API key or a session is needed. `invalid-key`: The API key is not valid. `session-ended`: The session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `csrf-refused`: The request may come from another site. `missing-scope`: A scope is lacking. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host-not-served`: This host name is not served here. */
            readonly 421: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests. `quota-exceeded`: The key has made all the requests it may. */
            readonly 429: {
                headers: {
                    /** @description Seconds to wait. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something unexpected went wrong. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unavailable`: The database cannot be reached. `temporal-unavailable`: Temporal cannot be reached. `dependency-unavailable`: A service watchflow stands on cannot be reached. */
            readonly 503: {
                headers: {
                    /** @description Seconds to wait. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getApiV1TranslationSessions: {
        readonly parameters: {
            readonly query?: {
                /** @description One, or several with commas between them. */
                readonly status?: string;
                readonly source_language?: string;
                readonly target_language?: string;
                readonly model?: string;
                readonly created_from?: string;
                /** @description Itself not included. */
                readonly created_to?: string;
                readonly updated_from?: string;
                /** @description Itself not included. */
                readonly updated_to?: string;
                /** @description A part of its texts, in any case. Texts are not indexed: narrow it down by the other filters. */
                readonly q?: string;
                /** @description Of a page by cursor. */
                readonly limit?: number;
                /** @description `next_cursor` of the page before. */
                readonly cursor?: string;
                /** @description Instead of a cursor, counted from 1; the first 10000 records are reached so. */
                readonly page?: number;
                /** @description Of a page by number. Default 50. */
                readonly page_size?: number;
                /** @description `as_of` of the first page by number: nothing newer is shown, and pages do not shift. */
                readonly as_of?: string;
                readonly sort?: "-created_at" | "created_at" | "-updated_at" | "updated_at";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of sessions. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "frieren-s01e03",
                     *           "name": "Frieren, 3",
                     *           "version": 3,
                     *           "status": "processing",
                     *           "source_language": "ja",
                     *           "target_language": "zh-CN",
                     *           "model": "gpt-4o",
                     *           "error": null,
                     *           "retry_count": 0,
                     *           "started_at": "2026-11-22T09:00:00.000Z",
                     *           "completed_at": null,
                     *           "metadata": {
                     *             "subtitle": "S01E03"
                     *           },
                     *           "created_at": "2026-11-22T09:00:00.000Z",
                     *           "updated_at": "2026-11-22T09:00:05.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["TranslationSessionPage"];
                };
            };
            /** @description `invalid-input`: The request holds values that cannot be used. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-required`: An API key or a session is needed. `invalid-key`: The API key is not valid. `session-ended`: The session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `csrf-refused`: The request may come from another site. `missing-scope`: A scope is lacking. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host-not-served`: This host name is not served here. */
            readonly 421: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `search-too-broad`: The search takes too long. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests. `quota-exceeded`: The key has made all the requests it may. */
            readonly 429: {
                headers: {
                    /** @description Seconds to wait. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something unexpected went wrong. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unavailable`: The database cannot be reached. `temporal-unavailable`: Temporal cannot be reached. `dependency-unavailable`: A service watchflow stands on cannot be reached. */
            readonly 503: {
                headers: {
                    /** @description Seconds to wait. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getApiV1TranslationSessionsId: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The session. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "frieren-s01e03",
                     *       "name": "Frieren, 3",
                     *       "version": 3,
                     *       "status": "processing",
                     *       "source_language": "ja",
                     *       "target_language": "zh-CN",
                     *       "model": "gpt-4o",
                     *       "error": null,
                     *       "retry_count": 0,
                     *       "started_at": "2026-11-22T09:00:00.000Z",
                     *       "completed_at": null,
                     *       "metadata": {
                     *         "subtitle": "S01E03"
                     *       },
                     *       "created_at": "2026-11-22T09:00:00.000Z",
                     *       "updated_at": "2026-11-22T09:00:05.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["TranslationSession"];
                };
            };
            /** @description `invalid-input`: The request holds values that cannot be used. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-required`: An API key or a session is needed. `invalid-key`: The API key is not valid. `session-ended`: The session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `csrf-refused`: The request may come from another site. `missing-scope`: A scope is lacking. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is no such thing. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host-not-served`: This host name is not served here. */
            readonly 421: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests. `quota-exceeded`: The key has made all the requests it may. */
            readonly 429: {
                headers: {
                    /** @description Seconds to wait. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something unexpected went wrong. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unavailable`: The database cannot be reached. `temporal-unavailable`: Temporal cannot be reached. `dependency-unavailable`: A service watchflow stands on cannot be reached. */
            readonly 503: {
                headers: {
                    /** @description Seconds to wait. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly deleteApiV1TranslationSessionsId: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Gone. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "frieren-s01e03",
                     *       "tasks": 370
                     *     }
                     */
                    readonly "application/json": components["schemas"]["TranslationSessionRemoved"];
                };
            };
            /** @description `invalid-input`: The request holds values that cannot be used. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-required`: An API key or a session is needed. `invalid-key`: The API key is not valid. `session-ended`: The session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `csrf-refused`: The request may come from another site. `missing-scope`: A scope is lacking. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is no such thing. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host-not-served`: This host name is not served here. */
            readonly 421: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests. `quota-exceeded`: The key has made all the requests it may. */
            readonly 429: {
                headers: {
                    /** @description Seconds to wait. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something unexpected went wrong. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unavailable`: The database cannot be reached. `temporal-unavailable`: Temporal cannot be reached. `dependency-unavailable`: A service watchflow stands on cannot be reached. */
            readonly 503: {
                headers: {
                    /** @description Seconds to wait. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getApiV1TranslationSessionsIdTasks: {
        readonly parameters: {
            readonly query?: {
                /** @description One, or several with commas between them. */
                readonly status?: string;
                readonly source_language?: string;
                readonly target_language?: string;
                readonly model?: string;
                readonly created_from?: string;
                /** @description Itself not included. */
                readonly created_to?: string;
                readonly updated_from?: string;
                /** @description Itself not included. */
                readonly updated_to?: string;
                /** @description A part of its texts, in any case. Texts are not indexed: narrow it down by the other filters. */
                readonly q?: string;
                /** @description Of a page by cursor. */
                readonly limit?: number;
                /** @description `next_cursor` of the page before. */
                readonly cursor?: string;
                /** @description Instead of a cursor, counted from 1; the first 10000 records are reached so. */
                readonly page?: number;
                /** @description Of a page by number. Default 50. */
                readonly page_size?: number;
                /** @description `as_of` of the first page by number: nothing newer is shown, and pages do not shift. */
                readonly as_of?: string;
                readonly sort?: "-created_at" | "created_at" | "position" | "-position";
            };
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of tasks. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "frieren-s01e03:17",
                     *           "session_id": "frieren-s01e03",
                     *           "position": 17,
                     *           "source_text": "人の心を知る旅",
                     *           "version": 3,
                     *           "status": "processing",
                     *           "source_language": "ja",
                     *           "target_language": "zh-CN",
                     *           "model": "gpt-4o",
                     *           "error": null,
                     *           "retry_count": 0,
                     *           "started_at": "2026-11-22T09:00:00.000Z",
                     *           "completed_at": null,
                     *           "metadata": {
                     *             "subtitle": "S01E03"
                     *           },
                     *           "result_text": null,
                     *           "input_tokens": 12,
                     *           "output_tokens": null,
                     *           "cost": null,
                     *           "created_at": "2026-11-22T09:00:00.000Z",
                     *           "updated_at": "2026-11-22T09:00:05.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null,
                     *       "page": 1,
                     *       "page_size": 50,
                     *       "total": 1,
                     *       "total_is_exact": true,
                     *       "as_of": "2026-11-22T09:00:06.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["TranslationTaskPage"];
                };
            };
            /** @description `invalid-input`: The request holds values that cannot be used. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-required`: An API key or a session is needed. `invalid-key`: The API key is not valid. `session-ended`: The session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `csrf-refused`: The request may come from another site. `missing-scope`: A scope is lacking. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is no such thing. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host-not-served`: This host name is not served here. */
            readonly 421: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `search-too-broad`: The search takes too long. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests. `quota-exceeded`: The key has made all the requests it may. */
            readonly 429: {
                headers: {
                    /** @description Seconds to wait. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something unexpected went wrong. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unavailable`: The database cannot be reached. `temporal-unavailable`: Temporal cannot be reached. `dependency-unavailable`: A service watchflow stands on cannot be reached. */
            readonly 503: {
                headers: {
                    /** @description Seconds to wait. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getApiV1TranslationTasks: {
        readonly parameters: {
            readonly query?: {
                /** @description One, or several with commas between them. */
                readonly status?: string;
                readonly source_language?: string;
                readonly target_language?: string;
                readonly model?: string;
                readonly created_from?: string;
                /** @description Itself not included. */
                readonly created_to?: string;
                readonly updated_from?: string;
                /** @description Itself not included. */
                readonly updated_to?: string;
                /** @description A part of its texts, in any case. Texts are not indexed: narrow it down by the other filters. */
                readonly q?: string;
                /** @description Of a page by cursor. */
                readonly limit?: number;
                /** @description `next_cursor` of the page before. */
                readonly cursor?: string;
                /** @description Instead of a cursor, counted from 1; the first 10000 records are reached so. */
                readonly page?: number;
                /** @description Of a page by number. Default 50. */
                readonly page_size?: number;
                /** @description `as_of` of the first page by number: nothing newer is shown, and pages do not shift. */
                readonly as_of?: string;
                /** @description Default: `position` with a session_id, `-created_at` without. */
                readonly sort?: "-created_at" | "created_at" | "position" | "-position";
                readonly session_id?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of tasks. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "frieren-s01e03:17",
                     *           "session_id": "frieren-s01e03",
                     *           "position": 17,
                     *           "source_text": "人の心を知る旅",
                     *           "version": 3,
                     *           "status": "processing",
                     *           "source_language": "ja",
                     *           "target_language": "zh-CN",
                     *           "model": "gpt-4o",
                     *           "error": null,
                     *           "retry_count": 0,
                     *           "started_at": "2026-11-22T09:00:00.000Z",
                     *           "completed_at": null,
                     *           "metadata": {
                     *             "subtitle": "S01E03"
                     *           },
                     *           "result_text": null,
                     *           "input_tokens": 12,
                     *           "output_tokens": null,
                     *           "cost": null,
                     *           "created_at": "2026-11-22T09:00:00.000Z",
                     *           "updated_at": "2026-11-22T09:00:05.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null,
                     *       "page": 1,
                     *       "page_size": 50,
                     *       "total": 1,
                     *       "total_is_exact": true,
                     *       "as_of": "2026-11-22T09:00:06.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["TranslationTaskPage"];
                };
            };
            /** @description `invalid-input`: The request holds values that cannot be used. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-required`: An API key or a session is needed. `invalid-key`: The API key is not valid. `session-ended`: The session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `csrf-refused`: The request may come from another site. `missing-scope`: A scope is lacking. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is no such thing. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host-not-served`: This host name is not served here. */
            readonly 421: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `search-too-broad`: The search takes too long. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests. `quota-exceeded`: The key has made all the requests it may. */
            readonly 429: {
                headers: {
                    /** @description Seconds to wait. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something unexpected went wrong. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unavailable`: The database cannot be reached. `temporal-unavailable`: Temporal cannot be reached. `dependency-unavailable`: A service watchflow stands on cannot be reached. */
            readonly 503: {
                headers: {
                    /** @description Seconds to wait. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getApiV1TranslationTasksId: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The task. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "frieren-s01e03:17",
                     *       "session_id": "frieren-s01e03",
                     *       "position": 17,
                     *       "source_text": "人の心を知る旅",
                     *       "version": 3,
                     *       "status": "processing",
                     *       "source_language": "ja",
                     *       "target_language": "zh-CN",
                     *       "model": "gpt-4o",
                     *       "error": null,
                     *       "retry_count": 0,
                     *       "started_at": "2026-11-22T09:00:00.000Z",
                     *       "completed_at": null,
                     *       "metadata": {
                     *         "subtitle": "S01E03"
                     *       },
                     *       "result_text": null,
                     *       "input_tokens": 12,
                     *       "output_tokens": null,
                     *       "cost": null,
                     *       "created_at": "2026-11-22T09:00:00.000Z",
                     *       "updated_at": "2026-11-22T09:00:05.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["TranslationTask"];
                };
            };
            /** @description `invalid-input`: The request holds values that cannot be used. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-required`: An API key or a session is needed. `invalid-key`: The API key is not valid. `session-ended`: The session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `csrf-refused`: The request may come from another site. `missing-scope`: A scope is lacking. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is no such thing. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host-not-served`: This host name is not served here. */
            readonly 421: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests. `quota-exceeded`: The key has made all the requests it may. */
            readonly 429: {
                headers: {
                    /** @description Seconds to wait. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something unexpected went wrong. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unavailable`: The database cannot be reached. `temporal-unavailable`: Temporal cannot be reached. `dependency-unavailable`: A service watchflow stands on cannot be reached. */
            readonly 503: {
                headers: {
                    /** @description Seconds to wait. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getApiV1TranslationRecoveryIncompleteSessions: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
                /** @description `next_cursor` of the page before. */
                readonly cursor?: string;
                /** @description Only those nobody has written to since. */
                readonly updated_to?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of sessions. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "frieren-s01e03",
                     *           "name": "Frieren, 3",
                     *           "version": 3,
                     *           "status": "processing",
                     *           "source_language": "ja",
                     *           "target_language": "zh-CN",
                     *           "model": "gpt-4o",
                     *           "error": null,
                     *           "retry_count": 0,
                     *           "started_at": "2026-11-22T09:00:00.000Z",
                     *           "completed_at": null,
                     *           "metadata": {
                     *             "subtitle": "S01E03"
                     *           },
                     *           "created_at": "2026-11-22T09:00:00.000Z",
                     *           "updated_at": "2026-11-22T09:00:05.000Z",
                     *           "tasks": {
                     *             "pending": 120,
                     *             "processing": 8,
                     *             "completed": 240,
                     *             "failed": 2,
                     *             "cancelled": 0
                     *           }
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["IncompleteTranslationSessionPage"];
                };
            };
            /** @description `invalid-input`: The request holds values that cannot be used. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-required`: An API key or a session is needed. `invalid-key`: The API key is not valid. `session-ended`: The session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `csrf-refused`: The request may come from another site. `missing-scope`: A scope is lacking. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host-not-served`: This host name is not served here. */
            readonly 421: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests. `quota-exceeded`: The key has made all the requests it may. */
            readonly 429: {
                headers: {
                    /** @description Seconds to wait. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something unexpected went wrong. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unavailable`: The database cannot be reached. `temporal-unavailable`: Temporal cannot be reached. `dependency-unavailable`: A service watchflow stands on cannot be reached. */
            readonly 503: {
                headers: {
                    /** @description Seconds to wait. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly postApiV1TranslationRecoveryRestoreId: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Session, tasks, end. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/jsonl": string;
                };
            };
            /** @description `invalid-input`: The request holds values that cannot be used. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-required`: An API key or a session is needed. `invalid-key`: The API key is not valid. `session-ended`: The session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `csrf-refused`: The request may come from another site. `missing-scope`: A scope is lacking. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is no such thing. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host-not-served`: This host name is not served here. */
            readonly 421: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests. `quota-exceeded`: The key has made all the requests it may. */
            readonly 429: {
                headers: {
                    /** @description Seconds to wait. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something unexpected went wrong. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unavailable`: The database cannot be reached. `temporal-unavailable`: Temporal cannot be reached. `dependency-unavailable`: A service watchflow stands on cannot be reached. */
            readonly 503: {
                headers: {
                    /** @description Seconds to wait. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly postApiV1TranslationSessionsCleanup: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                /**
                 * @example {
                 *       "older_than_days": 90,
                 *       "dry_run": false
                 *     }
                 */
                readonly "application/json": components["schemas"]["TranslationCleanUp"];
            };
        };
        readonly responses: {
            /** @description What was removed, or would be. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "dry_run": false,
                     *       "sessions": 12,
                     *       "tasks": 4310,
                     *       "has_more": false
                     *     }
                     */
                    readonly "application/json": components["schemas"]["TranslationCleanedUp"];
                };
            };
            /** @description `invalid-input`: The request holds values that cannot be used. `malformed-json`: The body is not JSON. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-required`: An API key or a session is needed. `invalid-key`: The API key is not valid. `session-ended`: The session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `csrf-refused`: The request may come from another site. `missing-scope`: A scope is lacking. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is too large. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: Only JSON is understood here. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host-not-served`: This host name is not served here. */
            readonly 421: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests. `quota-exceeded`: The key has made all the requests it may. */
            readonly 429: {
                headers: {
                    /** @description Seconds to wait. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something unexpected went wrong. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unavailable`: The database cannot be reached. `temporal-unavailable`: Temporal cannot be reached. `dependency-unavailable`: A service watchflow stands on cannot be reached. */
            readonly 503: {
                headers: {
                    /** @description Seconds to wait. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getApiV1TranslationStats: {
        readonly parameters: {
            readonly query?: {
                readonly created_from?: string;
                /** @description Itself not included. */
                readonly created_to?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The numbers. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sessions": {
                     *         "pending": 120,
                     *         "processing": 8,
                     *         "completed": 240,
                     *         "failed": 2,
                     *         "cancelled": 0
                     *       },
                     *       "tasks": {
                     *         "pending": 120,
                     *         "processing": 8,
                     *         "completed": 240,
                     *         "failed": 2,
                     *         "cancelled": 0,
                     *         "retried": 3,
                     *         "input_tokens": 48000,
                     *         "output_tokens": 51200,
                     *         "cost": 0.83,
                     *         "text_bytes": 910233,
                     *         "created_last_hour": 60,
                     *         "completed_last_hour": 41
                     *       },
                     *       "models": [
                     *         {
                     *           "model": "gpt-4o",
                     *           "tasks": 370,
                     *           "input_tokens": 48000,
                     *           "output_tokens": 51200,
                     *           "cost": 0.83
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": components["schemas"]["TranslationStats"];
                };
            };
            /** @description `invalid-input`: The request holds values that cannot be used. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authentication-required`: An API key or a session is needed. `invalid-key`: The API key is not valid. `session-ended`: The session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `csrf-refused`: The request may come from another site. `missing-scope`: A scope is lacking. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host-not-served`: This host name is not served here. */
            readonly 421: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests. `quota-exceeded`: The key has made all the requests it may. */
            readonly 429: {
                headers: {
                    /** @description Seconds to wait. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something unexpected went wrong. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unavailable`: The database cannot be reached. `temporal-unavailable`: Temporal cannot be reached. `dependency-unavailable`: A service watchflow stands on cannot be reached. */
            readonly 503: {
                headers: {
                    /** @description Seconds to wait. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
