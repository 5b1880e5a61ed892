import { afterAll, afterEach, beforeEach, expect } from '@jest/globals';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Commit, Tree } from '../../sandbox/tenant/github/history.js';
import { startGitHub, type SimulatedGitHub } from '../../sandbox/tenant/github/github.js';
import { startSandbox, type Sandbox } from '../../sandbox/tenant/sandbox.js';
import type { SourceSeed } from '../../sandbox/tenant/source-seed.js';
import { makeAuthority, makeCertificate } from '../support/certificates.js';
import type { Occasion } from '../runner/occasion.js';
import { runWorkflow } from '../runner/run-workflow.js';
import type { WorkflowRecord, World } from '../runner/world.js';
import { startRelay, type Relay } from '../support/relay.js';
import type { Strings } from '../support/workflow.js';
import { ASIA, CLIENTS, ENVIRONMENT_SECRETS, REPOSITORY_SECRETS } from './credentials.js';
import { textOf, workflowsOf, workflowText } from './workflows.js';

/** The hosts of the examples at which the simulated tenant answers. */
const TENANT_HOSTS = ['acme.api.identitynow.com', 'identity-api.acme-cloud.example'];
/** The host of the other tenant, which has the same sources. */
const OTHER_HOST = 'acme-asia.api.identitynow.com';

/** Made once for all tests of a file: who signs the tenant's certificate. */
const signed = makeAuthority('Examples').then(async (authority) => ({
  authority: authority.cert,
  tls: await makeCertificate(authority, [...TENANT_HOSTS, OTHER_HOST]),
}));

/**
 * What a test of workflows has: a repository on a simulated GitHub, a simulated tenant at the tenant's own address, and a
 * runner. The workflows run as they are written.
 */
export interface Stage {
  readonly tenant: Sandbox;
  /** Another tenant of the company, with credentials of its own. */
  readonly otherTenant: Sandbox;
  readonly github: SimulatedGitHub;
  readonly relay: Relay;
  /** A folder for what is on the runner's machine, beside the repository. */
  readonly machine: string;
  /** On this machine, the certificate of the authority that has signed the tenant's. */
  readonly authorityFile: string;
  /** The secrets of the repository and of its environment `isc`; a test may change them. */
  secrets: Strings;
  environmentSecrets: Strings;
  /** What the machine of the runner has in its environment; a test may change it. */
  variables: Strings;
  /** Addresses and paths of the workflow that lie elsewhere on this machine. */
  places: Strings;
  /** Plays a workflow of `workflows.ts`, changed as its readers may change it, or put where its page says it belongs. */
  readonly play: (
    name: string,
    occasion: Occasion,
    change?: (text: string) => string,
  ) => Promise<WorkflowRecord>;
  /** The text of a block that is a file beside a workflow, which counts as played with it. */
  readonly fileText: (name: string) => string;
  /** Puts a command of this name before that of the machine; gives what it was called with, a line for each argument. */
  readonly command: (name: string, script: string) => () => readonly string[];
  /** Adds a commit to the repository. */
  readonly commit: (parent: Commit | undefined, tree: Tree) => Commit;
  /** The sources whose aggregation the tenant has started, in the order of the requests. */
  readonly started: () => readonly string[];
}

/** Opens a stage for each test of a file, and at the end holds that the file has played all of its workflows. */
export function useStage(file: string, sources: readonly SourceSeed[]): () => Stage {
  const unplayed = new Set(workflowsOf(file));
  let stage: (Stage & { readonly close: () => Promise<void> }) | undefined;
  beforeEach(async () => {
    stage = await openStage(sources, (name) => {
      unplayed.delete(name);
    });
  });
  afterEach(async () => {
    await stage?.close();
  });
  afterAll(() => {
    expect([...unplayed]).toEqual([]);
  });
  return () => {
    if (stage === undefined) throw new Error('The stage is for tests only.');
    return stage;
  };
}

async function openStage(
  sources: readonly SourceSeed[],
  onPlay: (name: string) => void,
): Promise<Stage & { readonly close: () => Promise<void> }> {
  const { authority, tls } = await signed;
  const settings = { taskMs: 100 };
  const [github, tenant, otherTenant] = await Promise.all([
    startGitHub(),
    startSandbox({ tls, clients: CLIENTS, sources, settings }),
    startSandbox({ tls, clients: [ASIA], sources, settings }),
  ]);
  const portOf = ({ url }: Sandbox): number => Number(new URL(url).port);
  const hosts = TENANT_HOSTS.map((host) => [host, portOf(tenant)] as const);
  const relay = await startRelay({ ...Object.fromEntries(hosts), [OTHER_HOST]: portOf(otherTenant) });
  const folder = mkdtempSync(join(tmpdir(), 'stage-'));
  const [commands, machine] = [join(folder, 'bin'), join(folder, 'machine')];
  for (const one of [commands, machine]) mkdirSync(one);
  const authorityFile = join(folder, 'authority.pem');
  writeFileSync(authorityFile, authority);
  const stage: Stage = {
    tenant,
    otherTenant,
    github,
    relay,
    machine,
    secrets: REPOSITORY_SECRETS,
    environmentSecrets: ENVIRONMENT_SECRETS,
    variables: { https_proxy: relay.url, NODE_EXTRA_CA_CERTS: authorityFile },
    places: {},
    authorityFile,
    play: async (name, occasion, change = (text) => text) => {
      const world: World = {
        github,
        commands,
        secrets: stage.secrets,
        environments: { isc: { branches: ['main'], secrets: stage.environmentSecrets } },
        machine: stage.variables,
        workflows: {
          get 'acme/isc-workflows/.github/workflows/reusable.yml@main'() {
            onPlay('examples/reusable.yml');
            return workflowText('examples/reusable.yml');
          },
        },
        places: stage.places,
        hidden: () =>
          [
            ...tenant.tokens.secrets(),
            ...otherTenant.tokens.secrets(),
            stage.secrets['SAIL_PLAN_KEY'] ?? '',
          ].filter(Boolean),
      };
      const record = await runWorkflow(change(workflowText(name)), occasion, world);
      if (Object.values(record.jobs).some(({ steps }) => steps.length > 0)) onPlay(name);
      refuseUnexpectedInputs(record);
      return record;
    },
    fileText: (name) => {
      onPlay(name);
      return textOf(name);
    },
    command: (name, script) => {
      const log = join(folder, `${name}.log`);
      writeFileSync(log, '');
      const path = join(commands, name);
      writeFileSync(path, `#!/bin/bash\nset -e\nprintf '%s\\n' "$@" >> '${log}'\n${script}\n`);
      chmodSync(path, 0o755);
      return () => readFileSync(log, 'utf8').trimEnd().split('\n');
    },
    commit: (parent, tree) => github.repository.commit(parent, tree),
    started: () =>
      tenant.requests
        .filter(({ operation, status }) => operation === 'loadAccounts' && status === 202)
        .map(({ path }) => nameOf(path, sources)),
  };
  return Object.assign(stage, {
    close: async () => {
      await Promise.all([relay.close(), tenant.close(), otherTenant.close(), github.close()]);
      rmSync(folder, { recursive: true });
    },
  });
}

/** A workflow whose checkout fails, since its token may not read the repository. */
export function withoutCheckout(text: string): string {
  return text.replace('contents: read', 'contents: none');
}

/** The runner only warns of an input that an action does not have. */
function refuseUnexpectedInputs({ jobs }: WorkflowRecord): void {
  const said = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ annotations }) => annotations));
  const [unexpected] = said.filter(({ message }) => message.startsWith('Unexpected input(s)'));
  if (unexpected !== undefined) throw new Error(unexpected.message);
}

function nameOf(path: string, sources: readonly SourceSeed[]): string {
  return sources.find(({ id = '' }) => path.includes(id))?.name ?? path;
}
