package dev.sallyport.monitor.history;

/** A history with the file that it outlives a restart in; read when somebody first needs it. */
public final class KeptHistory {
    private final HistoryFile file;
    private History history;

    public KeptHistory(HistoryFile file) {
        this.file = file;
    }

    public synchronized History history() {
        if (history == null) {
            history = file.read();
        }
        return history;
    }

    /** Writes down what was noted, where anything was. */
    public synchronized void keep() {
        if (history != null) {
            file.write(history);
        }
    }
}
