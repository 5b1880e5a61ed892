// The cost of every action that uses GitHub's own libraries for the runner and HTTP: loading them.
import * as core from '@actions/core';
import { HttpClient } from '@actions/http-client';
import FormData from 'form-data';

if (![core.getInput, HttpClient, FormData].every((one) => typeof one === 'function')) process.exitCode = 1;
