// Mozilla's HTTP Observatory and Google's CSP Evaluator, on pages of a house behind a TLS proxy of this process's own.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
// The package's own scan() takes no port: these are its parts, put together as it does.
import { ALL_TESTS } from "@mdn/mdn-http-observatory/src/constants.js";
import { getGradeForScore, getScoreModifier } from "@mdn/mdn-http-observatory/src/grader/grader.js";
import { MINIMUM_SCORE_FOR_EXTRA_CREDIT } from "@mdn/mdn-http-observatory/src/grader/charts.js";
import { retrieve } from "@mdn/mdn-http-observatory/src/retriever/retriever.js";
import evaluator from "csp_evaluator";
import finding from "csp_evaluator/dist/finding.js";
import parser from "csp_evaluator/dist/parser.js";

const { HOUSE_PORT, TLS_PORT, CERTIFICATE, KEY, PAGES } = process.env;

// The package fetches the browsers' list of names for https alone when it is installed. localhost is not on it, and nothing else is asked.
const preloaded = new URL("../conf/hsts-preload.json", import.meta.resolve("@mdn/mdn-http-observatory"));
if (!existsSync(preloaded)) writeFileSync(preloaded, "{}");

/** Ends TLS, says so to the house, and hands everything else on as it came. */
function proxy(request, answer) {
  const headers = { ...request.headers, "x-forwarded-proto": "https", "x-forwarded-for": "127.0.0.1" };
  const inward = http.request(
    { host: "127.0.0.1", port: HOUSE_PORT, method: request.method, path: request.url, headers },
    (found) => {
      answer.writeHead(found.statusCode, found.rawHeaders);
      found.pipe(answer);
    },
  );
  inward.on("error", (broken) => answer.destroy(broken));
  request.pipe(inward);
}

/** Where people arrive who type no scheme. */
function onward(request, answer) {
  answer.writeHead(308, { location: `https://localhost:${TLS_PORT}${request.url}` }).end();
}

const secure = https.createServer({ cert: readFileSync(CERTIFICATE), key: readFileSync(KEY) }, proxy);
const plain = http.createServer(onward);
await new Promise((ready) => secure.listen(TLS_PORT, "localhost", ready));
await new Promise((ready) => plain.listen(0, "localhost", ready));

/** The points of the page: 100, less what is wrong, and more for what is better than needed where little is wrong. */
async function scan(path) {
  const seen = await retrieve("localhost", { httpsPort: TLS_PORT, httpPort: plain.address().port, path });
  const results = ALL_TESTS.map((test) => test(seen));
  const worth = results.map((one) => getScoreModifier(one.result));
  const strict = 100 + worth.filter((points) => points < 0).reduce((sum, points) => sum + points, 0);
  const all = 100 + worth.reduce((sum, points) => sum + points, 0);
  const { score, grade } = getGradeForScore(strict >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? all : strict);
  const details = results.map((one, i) => `${one.constructor.name}=${one.result}(${worth[i]})`);
  return { score, grade, passed: results.filter((one) => one.pass).length, details, answer: seen.responses.auto };
}

/** What the evaluator holds against a policy, the worst kinds only. */
function held(policy) {
  const all = new evaluator.CspEvaluator(new parser.CspParser(policy).csp).evaluate();
  return all.filter((one) => one.severity <= finding.Severity.MEDIUM);
}

if (held("script-src 'unsafe-inline' *").length === 0) throw new Error("the CSP evaluator finds nothing anywhere");
let bad = 0;
for (const path of JSON.parse(PAGES)) {
  const seen = await scan(path);
  const name = new URL(seen.answer.request?.path ?? path, "https://localhost").pathname;
  console.log(`${name}: ${seen.score} points, ${seen.grade}, ${seen.passed} of ${seen.details.length} tests`);
  if (seen.score < 130 || seen.passed < seen.details.length) {
    bad += 1;
    console.log(`  not enough: ${seen.details.join(" ")}`);
  }
  const policy = seen.answer.headers["content-security-policy"];
  const worst = held(policy);
  console.log(`${name}: ${worst.length} bad findings of the CSP evaluator`);
  for (const one of worst) {
    bad += 1;
    console.log(`  ${finding.Severity[one.severity]} ${one.directive} ${one.value ?? ""}: ${one.description}`);
  }
}
secure.closeAllConnections();
secure.close();
plain.closeAllConnections();
plain.close();
console.log(bad === 0 ? "ok nothing to mend" : `${bad} to mend`);
process.exitCode = bad === 0 ? 0 : 1;
