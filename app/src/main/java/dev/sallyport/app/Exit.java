package dev.sallyport.app;

/** What the program's exit code says. */
final class Exit {
    /** Done. */
    static final int DONE = 0;

    /** There were findings: mistakes in the configuration, or somebody who is not there. */
    static final int FINDINGS = 1;

    /** The command was not understood. */
    static final int USAGE = 2;

    /** The program could not start. */
    static final int COULD_NOT_START = 3;

    private Exit() {}
}
