// What every action pays that speaks to the runner and over HTTP with GitHub's own libraries: to load them.
import * as core from '@actions/core';
import { HttpClient } from '@actions/http-client';
import FormData from 'form-data';

if (![core.getInput, HttpClient, FormData].every((one) => typeof one === 'function')) process.exitCode = 1;
