import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scheduled } from '../runner/occasion.js';
import type { WorkflowRecord } from '../runner/world.js';
import { CONTRACTORS, fileFor, HR, hrFile } from './sources.js';
import { useStage } from './stage.js';

/** Files that come from elsewhere, and networks with a proxy. */

const stage = useStage(import.meta.url, [HR, CONTRACTORS]);

describe('examples/sftp-or-s3.yml', () => {
  /** Plays the example, with what the two servers deliver. */
  const play = (hr: string, checksumOf = hr): Promise<WorkflowRecord> => {
    const { commit, machine, secrets } = stage();
    const checksum = createHash('sha256').update(checksumOf).digest('hex');
    writeFileSync(join(machine, 'hr.csv'), hr);
    writeFileSync(join(machine, 'hr.csv.sha256'), `${checksum}  hr.csv\n`);
    writeFileSync(join(machine, 'contractors.csv'), fileFor(CONTRACTORS));
    const keys = { SFTP_PRIVATE_KEY: 'the private key', SFTP_HOST_KEY: 'sftp.acme.example ssh-ed25519 AAAA' };
    stage().secrets = { ...secrets, ...keys };
    return stage().play('examples/sftp-or-s3.yml', scheduled('5 4 * * *', commit(undefined, {})));
  };
  const commands = (): Readonly<Record<'aws' | 'sftp', () => readonly string[]>> => {
    const { command, machine } = stage();
    return {
      aws: command('aws', `test -n "$AWS_SESSION_TOKEN"; cp "${machine}/$(basename "$3")" "$4"`),
      sftp: command(
        'sftp',
        `{ ls -l "$2" | cut -c 1-10; cat "$2" "\${4#*=}"; } > '${machine}/seen'
         cp "${machine}/$(basename "\${@: -2:1}")" "\${@: -1}"`,
      ),
    };
  };

  it('aggregates what S3 and the SFTP server deliver', async () => {
    const { aws, sftp } = commands();
    const { jobs } = await play(hrFile());

    expect([jobs['from-s3']?.result, jobs['by-sftp']?.result]).toEqual(['success', 'success']);
    expect(stage().started()).toEqual(['HR Employees', 'Contractors']);
    const temp = aws()[3]?.replace(/\/hr\.csv$/, '') ?? '';
    expect(aws()).toEqual([
      ...['s3', 'cp', 's3://acme-hr-export/hr.csv', `${temp}/hr.csv`],
      ...['s3', 'cp', 's3://acme-hr-export/hr.csv.sha256', `${temp}/hr.csv.sha256`],
    ]);
    const folder = sftp()[1]?.replace(/\/key$/, '') ?? '';
    expect(sftp()).toEqual([
      ...['-i', `${folder}/key`, '-o', `UserKnownHostsFile=${folder}/known_hosts`],
      ...['-o', 'StrictHostKeyChecking=yes'],
      ...['identity@sftp.acme.example:/export/contractors.csv', `${folder}/contractors.csv`],
    ]);
    // The key is readable by nobody else.
    expect(readFileSync(join(stage().machine, 'seen'), 'utf8')).toBe(
      '-rw-------\nthe private key\nsftp.acme.example ssh-ed25519 AAAA\n',
    );
  });

  it('sends nothing of a transfer that lacks a line, even if max-deletions would allow it', async () => {
    commands();
    const { jobs } = await play(hrFile(1), hrFile());

    expect(jobs['from-s3']?.steps.map(({ outcome }) => outcome)).toEqual(['success', 'failure', 'skipped']);
    expect(stage().started()).toEqual(['Contractors']);
  });

  it('compares the checksums itself, whatever the exit code of the program that computes them', async () => {
    commands();
    stage().command('sha256sum', 'PATH=${PATH#*:} sha256sum "$@" || true');
    const { jobs } = await play(hrFile(1), hrFile());

    expect(jobs['from-s3']?.steps[1]?.annotations.map(({ message }) => message)).toEqual([
      'hr.csv does not have the checksum in hr.csv.sha256.',
      'Process completed with exit code 1.',
    ]);
    expect(stage().started()).toEqual(['Contractors']);
  });
});

describe('examples/self-hosted-proxy.yml', () => {
  it('goes through the proxy, with the authority of the company', async () => {
    const { authorityFile, commit, machine, relay } = stage();
    writeFileSync(join(machine, 'hr.csv'), hrFile());
    // Nothing but the workflow itself says where proxy and authority are.
    stage().variables = {};
    stage().places = {
      'http://proxy.acme.example:3128': relay.url,
      '/etc/ssl/certs/acme-root-ca.pem': authorityFile,
      '/mnt/exports/hr': machine,
    };
    const night = scheduled('30 3 * * *', commit(undefined, {}));
    const { jobs } = await stage().play('examples/self-hosted-proxy.yml', night);

    expect(jobs['aggregate']?.steps[1]?.outputs).toMatchObject({
      status: 'SUCCESS',
      'source-name': 'HR Employees',
    });
    expect(new Set(relay.tunnels)).toEqual(new Set(['identity-api.acme-cloud.example']));
    expect(stage().started()).toEqual(['HR Employees']);
  });
});
