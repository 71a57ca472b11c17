// Opens notebooks in JupyterLab as a person does, runs all their cells, and tells what it saw: one line of JSON a notebook.
//
//   node lab.js CHROMIUM ADDRESS [PICTURES] < names
//
// ADDRESS is JupyterLab's own with its token; the server must run with LabApp.expose_app_in_browser, which lets the cells be run
// by command and waited for. With a folder for pictures each notebook is also taken as a picture, as tall as it is.
const fs = require("node:fs");
const path = require("node:path");
const { chromium } = require("playwright-core");

const SIZE = { width: 1280, height: 900 };
const TALLEST = 16000; // what Chromium can take a picture of
const AT_ONCE = 2; // notebooks that run at the same time

// In the page: open the notebook and set its cells running.
async function start(name) {
  const { commands, shell } = window.jupyterapp;
  const panel = await commands.execute("docmanager:open", { path: name, factory: "Notebook" });
  await panel.context.ready;
  await panel.sessionContext.ready;
  while (shell.currentWidget !== panel) { // the command below is about the notebook in front
    shell.activateById(panel.id);
    await new Promise((go) => setTimeout(go, 20));
  }
  window.opened = { ...window.opened, [name]: panel };
  window.running = { ...window.running, [name]: commands.execute("notebook:run-all-cells") };
}

// In the page: what the notebook shows when all has been run.
async function seen(name) {
  const panel = window.opened[name];
  window.jupyterapp.shell.activateById(panel.id);
  const shown = (what) => [...panel.node.querySelectorAll(`.jp-OutputArea-output ${what}`)];
  const cells = panel.context.model.toJSON().cells.filter((cell) => cell.cell_type === "code");
  const errors = cells.flatMap((cell) => cell.outputs).filter((output) => output.output_type === "error");
  const unwell = /Traceback|Javascript Error|Error displaying|Loading (widget|ITables)/;
  await Promise.all(shown("img").map((image) => image.decode()));
  return {
    name,
    never_ran: cells.filter((cell) => cell.execution_count === null).length,
    errors: errors.map((error) => `${error.ename}: ${error.evalue}`),
    undrawn: shown("").map((output) => output.textContent).filter((text) => unwell.test(text)),
    outputs: shown("").length,
    tables: shown("table").length,
    searchable: shown("table.dataTable").length,
    pictures: shown("img").length,
    lists: shown(".jupyter-widgets select").length,
  };
}

// Choose the last value of the notebook's first list; whether what stands under it becomes another.
async function changesWhenChosen(page, name) {
  const panel = page.locator(`#${await page.evaluate((one) => window.opened[one].id, name)}`);
  const under = panel.locator(".widget-vbox", { has: page.locator("select") }).first();
  const list = under.locator(".widget-dropdown select").first();
  const text = async () => (await under.locator("tbody").allInnerTexts()).join("").trim();
  const before = await text();
  await list.selectOption({ index: (await list.locator("option").count()) - 1 });
  for (let waits = 0; waits < 100; waits++) {
    const now = await text();
    if (now && now !== before) return true;
    await page.waitForTimeout(100);
  }
  return false;
}

async function picture(page, name, folder) {
  await page.setViewportSize({ ...SIZE, height: TALLEST });
  await page.evaluate((one) => {
    window.jupyterapp.shell.activateById(window.opened[one].id);
    window.jupyterapp.shell.collapseLeft();
    window.opened[one].node.querySelector(".jp-WindowedPanel-outer").scrollTop = 0;
  }, name);
  await page.waitForTimeout(1500);
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
  await page.setViewportSize(SIZE);
}

async function main() {
  const [executablePath, address, pictures] = process.argv.slice(2);
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  const page = await browser.newPage({ viewport: SIZE });
  page.setDefaultTimeout(120_000);
  const outside = new Set();
  page.on("request", (made) => {
    const { protocol, host } = new URL(made.url());
    if (protocol.startsWith("http") && host !== new URL(address).host) outside.add(made.url());
  });
  await page.goto(address);
  await page.waitForFunction(() => window.jupyterapp?.commands.hasCommand("notebook:run-all-cells"));
  await page.evaluate(() => window.jupyterapp.restored);

  const names = fs.readFileSync(0, "utf8").split("\n").filter(Boolean);
  const waiting = [...names], ran = {};
  let started = Promise.resolve(); // only one notebook is in front
  const runner = async () => {
    for (let name; (name = waiting.shift()); ) {
      await (started = started.then(() => page.evaluate(start, name)));
      ran[name] = await page.evaluate((one) => window.running[one], name); // false if a cell failed
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, runner));
  for (const name of names) {
    const found = { ...await page.evaluate(seen, name), ran: ran[name] };
    if (pictures) await picture(page, name, pictures);
    if (found.lists) found.changes_when_chosen = await changesWhenChosen(page, name);
    console.log(JSON.stringify({ ...found, outside: [...outside] }));
  }
  await browser.close();
}

main().catch((error) => { console.error(error); process.exit(1); });
