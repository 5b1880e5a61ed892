import type { AggregationResult } from './aggregation.js';
import { endsWell, nothingDone, resultOf, UNTOUCHED, type Delivery } from './delivery.js';
import { Ids } from './ids.js';
import { mergeRows } from './merge-rows.js';
import type {
  AttributeValues,
  RunPlan,
  SandboxAccount,
  SandboxSource,
  SandboxTask,
  TaskText,
} from './model.js';
import { planTask } from './plan-task.js';
import type { SandboxSettings } from './settings.js';
import { sourceOf, type SourceSeed } from './source-seed.js';
import { isRunning } from './task.js';

/** The state of the simulated tenant: its sources, their accounts and its tasks. */
export class Tenant {
  readonly ids = new Ids();
  readonly #settings: SandboxSettings;
  readonly #clock: () => number;
  readonly #sources = new Map<string, SandboxSource>();
  readonly #accounts = new Map<string, Map<string, SandboxAccount>>();
  readonly #tasks: SandboxTask[] = [];
  readonly #planned = new Map<string, RunPlan[]>();
  #unsettled: { at: number; sourceId: string; result: AggregationResult }[] = [];

  constructor(settings: SandboxSettings, clock: () => number) {
    this.#settings = settings;
    this.#clock = clock;
  }

  /** The server's clock: milliseconds since the epoch, with its skew. */
  now(): number {
    return this.#clock() + this.#settings.clockSkewMs;
  }

  /** Adds a source with its accounts, or replaces the one of the same id. */
  addSource(seed: SourceSeed): SandboxSource {
    const source = sourceOf(seed, this.ids, this.now());
    this.#sources.set(source.id, source);
    this.#accounts.set(source.id, new Map());
    this.#write(source, mergeRows(seed.accounts ?? [], source).accounts, this.now());
    return source;
  }

  /** All sources in the order in which they were added. */
  sources(): readonly SandboxSource[] {
    return [...this.#sources.values()];
  }

  /** The source of this id. */
  source(id: string): SandboxSource | undefined {
    return this.#sources.get(id);
  }

  /** The accounts of a source as they are now. */
  accounts(sourceId: string): readonly SandboxAccount[] {
    return [...this.#accountsNow(sourceId).values()];
  }

  /** All tasks that have come into being, the latest first. */
  tasks(): readonly SandboxTask[] {
    const now = this.now();
    const created = this.#tasks.filter((task) => task.created <= now);
    return created.toReversed().toSorted((a, b) => b.created - a.created);
  }

  /** True while an aggregation keeps the source from another one. */
  isBusy(sourceId: string): boolean {
    const now = this.now();
    return this.#tasks.some((task) => task.sourceId === sourceId && isRunning(task, now));
  }

  /** How the next aggregation of this source goes; several plans are taken in turn. */
  planRun(sourceId: string, plan: RunPlan): void {
    this.#planned.set(sourceId, [...(this.#planned.get(sourceId) ?? []), plan]);
  }

  /** Puts a running aggregation on a source that somebody else has started. */
  runElsewhere(sourceId: string, plan: RunPlan = {}): SandboxTask {
    const source = this.#sources.get(sourceId);
    if (source === undefined) throw new Error(`There is no source ${sourceId} in this sandbox.`);
    const result = nothingDone(this.#accountsNow(sourceId).size);
    const task = this.#task(source, { ...source.run, ...plan }, result, true, 'Another Administrator');
    this.#tasks.push(task);
    return task;
  }

  /** Starts an aggregation of what the source delivered, or of what the application behind it holds. */
  startAggregation(
    source: SandboxSource,
    delivery: Delivery | undefined,
    optimization: boolean,
    launcher: string,
  ): SandboxTask {
    const plan = { ...source.run, ...this.#planned.get(source.id)?.shift() };
    const planned = resultOf(source, this.#accountsNow(source.id), delivery, optimization);
    const changes =
      plan.changesAccounts ??
      endsWell(plan.completionStatus === undefined ? planned.completionStatus : plan.completionStatus);
    const result = changes ? planned : { ...planned, counts: { ...UNTOUCHED, total: planned.counts.total } };
    const task = this.#task(source, plan, result, optimization, launcher);
    this.#tasks.push(task);
    if (changes) this.#unsettled.push({ at: task.completed, sourceId: source.id, result });
    return task;
  }

  /** Notes an aggregation that failed at once because another one is running. */
  refuseAggregation(source: SandboxSource, message: TaskText, launcher: string): SandboxTask {
    const plan = { durationMs: 0, completedEarlyMs: 0, completionStatus: source.busyStatus };
    const result: AggregationResult = { ...nothingDone(0), messages: [message] };
    const task = this.#task(source, plan, result, true, launcher);
    this.#tasks.push(task);
    return task;
  }

  #task(
    source: SandboxSource,
    plan: RunPlan,
    result: AggregationResult,
    optimized: boolean,
    launcher: string,
  ): SandboxTask {
    const { taskMs } = this.#settings;
    return planTask({
      id: this.ids.next('task'),
      source,
      plan,
      result,
      optimized,
      launcher,
      now: this.now(),
      taskMs,
    });
  }

  /** Changes the accounts of every aggregation whose end has come: accounts change at the end, not at the 202. */
  #accountsNow(sourceId: string): Map<string, SandboxAccount> {
    const now = this.now();
    const due = this.#unsettled.filter((one) => one.at <= now);
    this.#unsettled = this.#unsettled.filter((one) => one.at > now);
    for (const { at, sourceId: id, result } of due.toSorted((a, b) => a.at - b.at)) {
      const source = this.#sources.get(id);
      if (source === undefined) continue;
      for (const identity of result.deleted) this.#accounts.get(id)?.delete(identity);
      this.#write(source, result.written, at);
    }
    return this.#accounts.get(sourceId) ?? new Map<string, SandboxAccount>();
  }

  #write(source: SandboxSource, written: ReadonlyMap<string, AttributeValues>, at: number): void {
    const accounts = this.#accounts.get(source.id);
    for (const [nativeIdentity, attributes] of written) {
      const before = accounts?.get(nativeIdentity);
      const shown = attributes[source.schema.displayAttribute];
      accounts?.set(nativeIdentity, {
        id: before?.id ?? this.ids.next('account'),
        nativeIdentity,
        name: typeof shown === 'string' && shown !== '' ? shown : nativeIdentity,
        attributes,
        created: before?.created ?? at,
        modified: at,
      });
    }
  }
}
