package dev.sallyport.measure;

/** What a server answered. */
record Answer(int status, String body) {
    boolean isGood() {
        return status >= 200 && status < 300;
    }

    /** The text under {@code name} in a JSON body; read without a parser, for the load must be cheap. */
    String text(String name) {
        String before = "\"" + name + "\":\"";
        int at = body.indexOf(before);
        if (at < 0) {
            throw new IllegalStateException("no " + name + " in the answer " + status + " " + body);
        }
        return body.substring(at + before.length(), body.indexOf('"', at + before.length()));
    }
}
