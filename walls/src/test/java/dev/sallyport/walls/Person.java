package dev.sallyport.walls;

import dev.sallyport.walls.Caller.Answer;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A person whom a client sends to the house: signs in, allows, signs out, and comes back to the client with its answer. */
final class Person implements AutoCloseable {
    private static final Pattern FORM = Pattern.compile("<form method=\"post\" action=\"([^\"]+)\"");
    private static final Pattern HIDDEN = Pattern.compile("name=\"(flow|csrf)\" value=\"([^\"]*)\"");
    private static final int PAGES = 6;

    private final RunningHouse house;
    private final Caller browser;
    private final String email;
    private final String password;

    Person(RunningHouse house, String email, String password) {
        this.house = house;
        this.browser = new Caller(house);
        this.email = email;
        this.password = password;
    }

    /** Goes where the client sends them, through the pages of the house; where at the client that ends. */
    URI visit(URI url) {
        URI at = url;
        Answer page = open(at);
        for (int i = 0; i < PAGES; i++) {
            while (page.header("location").isPresent()) {
                at = at.resolve(page.header("location").get());
                if (!isOurs(at)) {
                    return at;
                }
                page = open(at);
            }
            Matcher form = FORM.matcher(page.text());
            if (!form.find()) {
                throw new IllegalStateException("no form on the page at " + at + ":\n" + page.text());
            }
            at = at.resolve(form.group(1));
            page = browser.send(
                    at,
                    "POST",
                    filled(page.text()),
                    "content-type",
                    "application/x-www-form-urlencoded",
                    "origin",
                    "http://localhost:" + house.port(),
                    "cookie",
                    browser.cookies());
        }
        throw new IllegalStateException("the pages come to no end; the last is at " + at);
    }

    private Answer open(URI url) {
        String cookies = browser.cookies();
        return cookies.isEmpty() ? browser.send(url, "GET", "") : browser.send(url, "GET", "", "cookie", cookies);
    }

    private boolean isOurs(URI url) {
        return url.getPort() == house.port() && url.getHost().equals("localhost");
    }

    private String filled(String html) {
        var fields = new LinkedHashMap<String, String>();
        HIDDEN.matcher(html).results().forEach(found -> fields.put(found.group(1), found.group(2)));
        if (html.contains("id=\"sign-in\"")) {
            fields.putAll(Map.of("username", email, "password", password));
        } else if (html.contains("id=\"allow\"")) {
            fields.put("decision", "allow");
        } else if (html.contains("id=\"sign-out\"")) {
            fields.put("decision", "sign-out");
        } else {
            throw new IllegalStateException("an unexpected page:\n" + html);
        }
        return fields.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    @Override
    public void close() {
        browser.close();
    }
}
