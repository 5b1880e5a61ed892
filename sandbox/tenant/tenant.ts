import { AccountStore } from './account-store.js';
import {
  type AggregationResult,
  type Delivery,
  UNTOUCHED,
  endsWell,
  nothingDone,
  resultOf,
} from './aggregation.js';
import { Ids } from './ids.js';
import { mergeRows } from './merge-rows.js';
import type { RunPlan, SandboxAccount, SandboxSource, SandboxTask } from './model.js';
import { isRunning, planTask } from './task.js';
import { quoteIn, type Quotable } from './quote.js';
import type { SandboxSettings } from './settings.js';
import { createdTogether, sourceOf, type SourceSeed } from './source-seed.js';

/** The state of the simulated tenant: its sources, their accounts and its tasks. */
export class Tenant {
  readonly ids = new Ids();
  readonly #settings: SandboxSettings;
  readonly #clock: () => number;
  readonly #sources = new Map<string, SandboxSource>();
  readonly #accounts = new AccountStore(this.ids);
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

  /** Adds a source with its accounts, or replaces the one with the same id. */
  addSource(seed: SourceSeed): SandboxSource {
    const now = this.now();
    const source = sourceOf(seed, this.ids, now);
    const { accounts } = mergeRows(seed.accounts ?? [], source);
    this.#sources.set(source.id, source);
    this.#accounts.begin(source.id);
    this.#accounts.write(source, accounts, createdTogether(accounts.size, seed.createdTogether, now));
    return source;
  }

  /** All sources in the order in which they were added. */
  sources(): readonly SandboxSource[] {
    return [...this.#sources.values()];
  }

  /** The source with this id. */
  source(id: string): SandboxSource | undefined {
    return this.#sources.get(id);
  }

  /** The current accounts of a source; the same list as long as none changes. */
  accounts(sourceId: string): readonly SandboxAccount[] {
    this.#settle();
    return this.#accounts.list(sourceId);
  }

  /** All tasks created so far, the latest first. */
  tasks(): readonly SandboxTask[] {
    const now = this.now();
    const created = this.#tasks.filter((task) => task.created <= now);
    return created.toReversed().toSorted((a, b) => b.created - a.created);
  }

  /** True while an aggregation blocks another one of the source. */
  isBusy(sourceId: string): boolean {
    const now = this.now();
    return this.#tasks.some((task) => task.sourceId === sourceId && isRunning(task, now));
  }

  /** How the next aggregation of this source runs; several plans are used in turn. */
  planRun(sourceId: string, plan: RunPlan): void {
    this.#planned.set(sourceId, [...(this.#planned.get(sourceId) ?? []), plan]);
  }

  /** Starts an aggregation on behalf of somebody else: of `delivery`, or one that changes nothing. */
  runElsewhere(sourceId: string, plan: RunPlan = {}, delivery?: Delivery): SandboxTask {
    const source = this.#sources.get(sourceId);
    if (source === undefined) throw new Error(`There is no source ${sourceId} in this sandbox.`);
    this.#settle();
    const now = this.#accounts.of(sourceId);
    const result = delivery === undefined ? nothingDone(now.size) : resultOf(source, now, delivery, true);
    return this.#start(source, { ...source.run, ...plan }, result, true, 'Another Administrator');
  }

  /** Starts an aggregation of what the source delivered, or of the accounts in the application behind it. */
  startAggregation(
    source: SandboxSource,
    delivery: Delivery | undefined,
    optimization: boolean,
    launcher: string,
    quotable: Quotable = {},
  ): SandboxTask {
    const planned = { ...source.run, ...this.#planned.get(source.id)?.shift() };
    const plan = quoteIn(planned, quotable) as RunPlan;
    this.#settle();
    const result = resultOf(source, this.#accounts.of(source.id), delivery, optimization);
    return this.#start(source, plan, result, optimization, launcher);
  }

  /**
   * Records an aggregation that fails because another one is running: at once, or as `plan` says, with that plan's
   * messages and `busyStatus`.
   */
  refuseAggregation(source: SandboxSource, plan: RunPlan, launcher: string): SandboxTask {
    const refused = { completionStatus: source.busyStatus, changesAccounts: false, ...plan };
    return this.#start(source, refused, nothingDone(0), true, launcher);
  }

  #start(
    source: SandboxSource,
    plan: RunPlan,
    planned: AggregationResult,
    optimized: boolean,
    launcher: string,
  ): SandboxTask {
    const status = plan.completionStatus === undefined ? planned.completionStatus : plan.completionStatus;
    const changes = plan.changesAccounts ?? endsWell(status);
    const result = changes ? planned : { ...planned, counts: { ...UNTOUCHED, total: planned.counts.total } };
    const task = planTask({
      id: plan.taskId ?? this.ids.next('task'),
      source,
      plan,
      result,
      optimized,
      launcher,
      now: this.now(),
      taskMs: this.#settings.taskMs,
    });
    if (plan.starts === false) return task;
    this.#tasks.push(task);
    if (changes) this.#unsettled.push({ at: task.completed, sourceId: source.id, result });
    return task;
  }

  /** Applies the changes of every aggregation that has ended: accounts change at the end, not at the 202. */
  #settle(): void {
    const now = this.now();
    const due = this.#unsettled.filter((one) => one.at <= now);
    if (due.length === 0) return;
    this.#unsettled = this.#unsettled.filter((one) => one.at > now);
    for (const { at, sourceId, result } of due.toSorted((a, b) => a.at - b.at)) {
      const source = this.#sources.get(sourceId);
      if (source === undefined) continue;
      this.#accounts.delete(sourceId, result.deleted);
      this.#accounts.write(source, result.written, () => at);
    }
  }
}
