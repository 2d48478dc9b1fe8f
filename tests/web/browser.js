// Chromium without a window, spoken to over two pipes: no port, no library.
'use strict';
const {spawn} = require('node:child_process');
const {mkdtempSync, rmSync} = require('node:fs');
const {tmpdir} = require('node:os');
const path = require('node:path');

const kSeconds = 60;

class Browser {
  constructor(program) {
    this.profile = mkdtempSync(path.join(tmpdir(), 'mho-web-'));
    this.process = spawn(
      program,
      [
        '--headless=new',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--hide-scrollbars',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        `--user-data-dir=${this.profile}`,
        '--remote-debugging-pipe',
        'about:blank',
      ],
      {stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe']},
    );
    this.asked = new Map();
    this.listeners = [];
    this.last = 0;
    let text = '';
    this.process.stdio[4].setEncoding('utf8').on('data', (piece) => {
      const messages = (text + piece).split('\0');
      text = messages.pop();
      messages.forEach((each) => this.take(JSON.parse(each)));
    });
  }

  take(message) {
    if (!message.id) {
      this.listeners.forEach((each) => each(message));
      return;
    }
    const {done, failed} = this.asked.get(message.id);
    this.asked.delete(message.id);
    if (message.error) failed(new Error(message.error.message));
    else done(message.result);
  }

  ask(method, params = {}, sessionId = undefined) {
    const id = ++this.last;
    this.process.stdio[3].write(`${JSON.stringify({id, method, params, sessionId})}\0`);
    return new Promise((done, failed) => {
      const late = setTimeout(
        () => failed(new Error(`${method} took over ${kSeconds} s`)),
        kSeconds * 1000,
      );
      this.asked.set(id, {
        done: (result) => {
          clearTimeout(late);
          done(result);
        },
        failed,
      });
    });
  }

  /** A page of a file, with what its console says of errors and what it asks the network for. */
  async open(file, {width = 1280, height = 900, dark = false} = {}) {
    const {targetId} = await this.ask('Target.createTarget', {url: 'about:blank'});
    const {sessionId} = await this.ask('Target.attachToTarget', {targetId, flatten: true});
    const page = new Page(this, sessionId);
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await page.ask(`${domain}.enable`);
    await page.size(width, height);
    await page.dark(dark);
    await page.ask('Page.navigate', {url: `file://${path.resolve(file)}`});
    await page.until('document.documentElement?.dataset.ready !== undefined');
    return page;
  }

  async close() {
    const ended = new Promise((done) => this.process.on('exit', done));
    this.ask('Browser.close').catch(() => {});
    const late = setTimeout(() => this.process.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(late);
    // Its children end a little later, and write until then.
    rmSync(this.profile, {recursive: true, force: true, maxRetries: 20, retryDelay: 200});
  }
}

class Page {
  constructor(browser, session) {
    this.browser = browser;
    this.session = session;
    this.errors = [];
    this.requests = [];
    browser.listeners.push(({method, params, sessionId}) => {
      if (sessionId !== session) return;
      if (method === 'Runtime.exceptionThrown')
        this.errors.push(
          params.exceptionDetails.exception?.description ?? params.exceptionDetails.text,
        );
      if (method === 'Runtime.consoleAPICalled' && ['error', 'warning'].includes(params.type))
        this.errors.push(params.args.map((each) => each.value ?? each.description).join(' '));
      if (
        method === 'Log.entryAdded' &&
        params.entry.level !== 'info' &&
        params.entry.level !== 'verbose'
      )
        this.errors.push(params.entry.text);
      if (method === 'Network.requestWillBeSent') this.requests.push(params.request.url);
    });
  }
  ask(method, params) {
    return this.browser.ask(method, params, this.session);
  }
  size(width, height) {
    return this.ask('Emulation.setDeviceMetricsOverride', {
      width,
      height,
      deviceScaleFactor: 1,
      mobile: width < 600,
    });
  }
  dark(on) {
    return this.ask('Emulation.setEmulatedMedia', {
      features: [{name: 'prefers-color-scheme', value: on ? 'dark' : 'light'}],
    });
  }
  async run(expression) {
    const {result, exceptionDetails} = await this.ask('Runtime.evaluate', {
      expression,
      returnByValue: true,
      awaitPromise: true,
    });
    if (exceptionDetails)
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }
  async until(expression) {
    for (const end = Date.now() + kSeconds * 1000; Date.now() < end;) {
      if (await this.run(expression)) return;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(`never came true: ${expression}; ${this.errors.join('; ')}`);
  }
  async key(key, modifiers = 0) {
    for (const type of ['rawKeyDown', 'keyUp'])
      await this.ask('Input.dispatchKeyEvent', {
        type,
        key,
        code: key,
        modifiers,
        windowsVirtualKeyCode: {Tab: 9, Enter: 13, ArrowRight: 39, ArrowLeft: 37}[key],
      });
  }
  async mouse(type, x, y) {
    await this.ask('Input.dispatchMouseEvent', {
      type,
      x,
      y,
      button: 'left',
      buttons: type === 'mouseReleased' ? 0 : 1,
      clickCount: 1,
    });
  }
  async click(x, y) {
    await this.mouse('mousePressed', x, y);
    await this.mouse('mouseReleased', x, y);
  }
  /** The whole page, or the part inside `selector`, as PNG. */
  async picture(selector) {
    const {width, height, x, y} = await this
      .run(`(() => { const box = document.querySelector(${JSON.stringify(selector ?? 'html')})
      .getBoundingClientRect(); return {x: box.x + scrollX, y: box.y + scrollY, width: box.width, height: box.height}; })()`);
    const {data} = await this.ask('Page.captureScreenshot', {
      format: 'png',
      captureBeyondViewport: true,
      clip: {x, y, width, height, scale: 1},
    });
    return Buffer.from(data, 'base64');
  }
}

module.exports = {Browser};
