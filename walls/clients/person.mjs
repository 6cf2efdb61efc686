// A person with a browser: keeps cookies, follows redirects within the house, fills in the forms of its pages.
export class Person {
  #jar = new Map();

  constructor(house, email, password) {
    Object.assign(this, { house, email, password });
  }

  /** Goes where the client sends them; answers with the URL at the client to which they come back. */
  async visit(url) {
    let page = await this.#get(url);
    for (let step = 0; step < 6; step++) {
      if (page.left) return page.left;
      const form = page.html.match(/<form method="post" action="([^"]+)"/);
      if (!form) throw new Error(`no form on the page:\n${page.html}`);
      const fields = new URLSearchParams();
      for (const [, name, value] of page.html.matchAll(/name="(flow|csrf)" value="([^"]*)"/g)) fields.set(name, value);
      if (page.html.includes('id="sign-in"')) {
        fields.set("username", this.email);
        fields.set("password", this.password);
      } else if (page.html.includes('id="allow"')) {
        fields.set("decision", "allow");
      } else if (page.html.includes('id="sign-out"')) {
        fields.set("decision", "sign-out");
      } else {
        throw new Error(`an unexpected page:\n${page.html}`);
      }
      page = await this.#send(new URL(form[1], this.house), { method: "POST", body: fields });
    }
    throw new Error("the pages come to no end");
  }

  #get(url) {
    return this.#send(url, { method: "GET" });
  }

  async #send(url, init) {
    const cookie = [...this.#jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { cookie, ...(init.method === "POST" ? { origin: this.house } : {}) };
    const answer = await fetch(url, { ...init, headers, redirect: "manual" });
    for (const line of answer.headers.getSetCookie()) {
      const [name, value] = line.slice(0, line.indexOf(";")).split(/=(.*)/s);
      if (value) this.#jar.set(name, value);
      else this.#jar.delete(name);
    }
    const location = answer.headers.get("location");
    if (!location) return { html: await answer.text() };
    const next = new URL(location, url);
    return next.origin === this.house ? this.#get(next) : { left: next };
  }
}

export function check(what, good) {
  if (!good) throw new Error(`not so: ${what}`);
  console.log(`ok ${what}`);
}
