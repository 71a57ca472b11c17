// Visits pages as a reader does, their Content-Security-Policy active, and tells what it saw: one line of JSON a page.
//
//   node visit.js CHROMIUM [PICTURES] < paths
//
// With a folder for pictures each page is also looked at as a whole, on a light and on a dark screen.
// Only when all else has been noted is axe run, by the debugger's protocol, which the policy does not reach.
const fs = require("node:fs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const { chromium } = require("playwright-core");

const AXE = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WIDE = { width: 1200, height: 900 };
const NARROW = { width: 320, height: 640 };
const SCALE = 0.25; // Chromium draws at most 16 384 pixels in height, and a paper may be four times that

async function visit(browser, file, pictures) {
  const page = await browser.newPage({ viewport: WIDE, deviceScaleFactor: SCALE });
  const address = pathToFileURL(file).href;
  const requests = [], messages = [];
  page.on("request", (made) => made.url() === address || requests.push(made.url()));
  page.on("console", (said) => messages.push(said.text()));
  page.on("pageerror", (error) => messages.push(String(error)));
  page.on("dialog", (dialog) => { messages.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });

  await page.goto(address);
  const taken = [];
  for (const scheme of pictures ? ["dark", "light"] : []) {
    taken.push(await picture(page, scheme, path.join(pictures, `${path.basename(file)}-${scheme}.png`)));
  }
  const seen = { requests: [...requests], messages: [...messages], pictures: taken };

  await page.evaluate(AXE);
  seen.violations = await violations(page, "light", RULES);
  if (pictures) {
    await page.emulateMedia({ colorScheme: "dark" });
    seen.violations.push(...await violations(page, "dark", ["color-contrast"]));
  }
  await page.setViewportSize(NARROW);
  seen.width = await page.evaluate(() => document.documentElement.scrollWidth);
  await page.close();
  return seen;
}

// The whole page as a picture, and where its images stand in it.
async function picture(page, colorScheme, name) {
  await page.emulateMedia({ colorScheme });
  await page.screenshot({ path: name, fullPage: true });
  const images = await page.evaluate((scale) => Array.from(document.images, (image) => {
    const box = image.getBoundingClientRect();
    return [box.left, box.top, box.right, box.bottom].map((side) => side * scale);
  }), SCALE);
  return { name, images };
}

async function violations(page, where, rules) {
  const found = await page.evaluate((runOnly) => axe.run({ runOnly, resultTypes: ["violations"] }), rules);
  return found.violations.map((broken) => `${where}, ${broken.id}: ${broken.nodes[0].html.slice(0, 200)}`);
}

async function main() {
  const [executablePath, pictures] = process.argv.slice(2);
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  for (const file of fs.readFileSync(0, "utf8").split("\n").filter(Boolean)) {
    console.log(JSON.stringify(await visit(browser, file, pictures)));
  }
  await browser.close();
}

main().catch((error) => { console.error(error); process.exit(1); });
