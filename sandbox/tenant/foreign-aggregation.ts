import { deliveryOf } from './csv-file.js';
import type { RunPlan, SandboxTask } from './model.js';
import type { Tenant } from './tenant.js';

/** An aggregation that somebody else starts, with their own file if they have one. */
export interface ForeignAggregation extends RunPlan {
  readonly sourceId: string;
  /** The content of the file; without it the aggregation changes nothing. */
  readonly csv?: string;
}

/** Starts it, whether or not another one is running; rejects if there is no such source. */
export async function startElsewhere(tenant: Tenant, given: ForeignAggregation): Promise<SandboxTask> {
  const { sourceId, csv, ...plan } = given;
  const source = tenant.source(sourceId);
  if (source === undefined) throw new Error('"sourceId" must be the id of a source in this sandbox.');
  if (csv === undefined) return tenant.runElsewhere(sourceId, plan);
  return tenant.runElsewhere(sourceId, plan, await deliveryOf(source, [Buffer.from(csv)]));
}
