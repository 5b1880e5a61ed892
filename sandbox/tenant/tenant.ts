/** The state of the simulated tenant. */
import { AccountStore } from './account-store.js';
import {
  type AggregationResult,
  type Delivery,
  UNTOUCHED,
  endsWell,
  nothingDone,
  resultOf,
} from './aggregation.js';
import { entitlementsAsSource, storeKeyOf } from './entitlements.js';
import { Ids } from './ids.js';
import { mergeRows } from './merge-rows.js';
import type { RunPlan, SandboxAccount, SandboxSource, SandboxTask } from './model.js';
import { isRunning, planTask } from './task.js';
import { People, type ShownPerson } from './people.js';
import { quoteIn, type Quotable } from './quote.js';
import type { SandboxSettings } from './settings.js';
import { createdTogether, sourceOf, type SourceSeed } from './source-seed.js';

/** What an aggregation is about: the accounts of a source, or one type of its entitlements. */
interface Target {
  readonly source: SandboxSource;
  /** How the file is read and compared; for accounts the source itself. */
  readonly as: SandboxSource;
  readonly kind: SandboxTask['kind'];
}

/** Its sources, their accounts, entitlements and people, and its tasks. */
export class Tenant {
  readonly ids = new Ids();
  readonly #settings: SandboxSettings;
  readonly #clock: () => number;
  readonly #sources = new Map<string, SandboxSource>();
  readonly #accounts = new AccountStore(this.ids);
  readonly #entitlements = new AccountStore(this.ids);
  readonly #people = new People();
  /** How often each task was asked for, by id. */
  readonly #looks = new Map<string, number>();
  readonly #tasks: SandboxTask[] = [];
  readonly #planned = new Map<string, RunPlan[]>();
  #unsettled: { at: number; target: Target; result: AggregationResult }[] = [];

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
    this.#people.add(source);
    for (const [type, { values = [] }] of Object.entries(seed.entitlements ?? {})) {
      const as = entitlementsAsSource(source, type);
      if (as === undefined) continue;
      this.#entitlements.begin(as.id);
      this.#entitlements.write(as, mergeRows(values, as).accounts, () => now);
    }
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

  /** The accounts as a list shows them, which may be behind; `isLook`: the request is one for the beginning. */
  shownAccounts(sourceId: string, isLook: boolean): readonly SandboxAccount[] {
    this.#settle();
    return this.#accounts.shown(sourceId, this.#settings.accounts, { now: this.now(), isLook });
  }

  /** The person behind an account. */
  personBehind(account: SandboxAccount, source: SandboxSource): ShownPerson {
    return this.#people.behind(account, source);
  }

  /** The current entitlements of one type of a source. */
  entitlements(sourceId: string, type: string): readonly SandboxAccount[] {
    this.#settle();
    return this.#entitlements.list(storeKeyOf(sourceId, type));
  }

  /** The same as a list shows them, which may be behind. */
  shownEntitlements(sourceId: string, type: string, isLook: boolean): readonly SandboxAccount[] {
    this.#settle();
    const view = { now: this.now(), isLook };
    return this.#entitlements.shown(storeKeyOf(sourceId, type), this.#settings.entitlements, view);
  }

  /** Counts a request for one task, and returns how many there have been. */
  lookAt(taskId: string): number {
    const looks = (this.#looks.get(taskId) ?? 0) + 1;
    this.#looks.set(taskId, looks);
    return looks;
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
  runElsewhere(sourceId: string, plan: RunPlan = {}, delivery?: Delivery, objectType?: string): SandboxTask {
    const source = this.#sources.get(sourceId);
    const as = source === undefined ? undefined : readAs(source, objectType);
    if (source === undefined || as === undefined)
      throw new Error(`There is no source ${sourceId} in this sandbox.`);
    const target: Target = { source, as, kind: objectType === undefined ? 'accounts' : 'entitlements' };
    const now = this.#now(target);
    const result = delivery === undefined ? nothingDone(now.size) : resultOf(as, now, delivery, true);
    return this.#start(target, { ...source.run, ...plan }, result, true, 'Another Administrator');
  }

  /** Starts an aggregation of what the source delivered, or of the accounts in the application behind it. */
  startAggregation(
    source: SandboxSource,
    delivery: Delivery | undefined,
    optimization: boolean,
    launcher: string,
    quotable: Quotable = {},
  ): SandboxTask {
    const target: Target = { source, as: source, kind: 'accounts' };
    const plan = this.#nextRun(source, quotable);
    const result = resultOf(source, this.#now(target), delivery, optimization);
    return this.#start(target, plan, result, optimization, launcher);
  }

  /** Starts an aggregation of one type of entitlements; `as` is that type (see `entitlementsAsSource`). */
  startEntitlementAggregation(
    source: SandboxSource,
    as: SandboxSource,
    delivery: Delivery,
    launcher: string,
    quotable: Quotable = {},
  ): SandboxTask {
    const target: Target = { source, as, kind: 'entitlements' };
    const plan = this.#nextRun(source, quotable);
    return this.#start(target, plan, resultOf(as, this.#now(target), delivery, true), true, launcher);
  }

  /**
   * Records an aggregation that fails because another one is running: at once, or as `plan` says, with that plan's
   * messages and `busyStatus`.
   */
  refuseAggregation(
    source: SandboxSource,
    plan: RunPlan,
    launcher: string,
    kind: SandboxTask['kind'] = 'accounts',
  ): SandboxTask {
    const refused = { completionStatus: source.busyStatus, changesAccounts: false, ...plan };
    return this.#start({ source, as: source, kind }, refused, nothingDone(0), true, launcher);
  }

  #nextRun(source: SandboxSource, quotable: Quotable): RunPlan {
    const planned = { ...source.run, ...this.#planned.get(source.id)?.shift() };
    return quoteIn(planned, quotable) as RunPlan;
  }

  #storeOf({ kind }: Target): AccountStore {
    return kind === 'accounts' ? this.#accounts : this.#entitlements;
  }

  /** What it has now, by native identity. */
  #now(target: Target): ReadonlyMap<string, SandboxAccount> {
    this.#settle();
    return this.#storeOf(target).of(target.as.id);
  }

  #start(
    target: Target,
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
      source: target.source,
      kind: target.kind,
      plan,
      result: this.#settings.tasks.total === 'file' ? result : withDeletedIn(result),
      optimized,
      launcher,
      now: this.now(),
      taskMs: this.#settings.taskMs,
    });
    if (plan.starts === false) return task;
    this.#tasks.push(task);
    if (changes) this.#unsettled.push({ at: task.completed, target, result });
    return task;
  }

  /** Applies the changes of every aggregation that has ended: accounts change at the end, not at the 202. */
  #settle(): void {
    const now = this.now();
    const due = this.#unsettled.filter((one) => one.at <= now);
    if (due.length === 0) return;
    this.#unsettled = this.#unsettled.filter((one) => one.at > now);
    for (const { at, target, result } of due.toSorted((a, b) => a.at - b.at)) {
      const source = this.#sources.get(target.source.id);
      if (source === undefined) continue;
      const as = target.kind === 'accounts' ? source : target.as;
      const store = this.#storeOf(target);
      store.remember(as.id, at);
      store.delete(as.id, result.deleted);
      store.write(as, result.written, () => at);
      if (target.kind === 'entitlements') continue;
      this.#people.deleted(source, result.deleted);
      this.#people.created(source, result.written.keys());
    }
  }
}

function readAs(source: SandboxSource, objectType: string | undefined): SandboxSource | undefined {
  return objectType === undefined ? source : entitlementsAsSource(source, objectType);
}

/** Some tenants count the accounts that they removed among those that they scanned. */
function withDeletedIn(result: AggregationResult): AggregationResult {
  const { total, deleted } = result.counts;
  return { ...result, counts: { ...result.counts, total: total + deleted } };
}
