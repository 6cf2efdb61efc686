package dev.sallyport.app.doctor;

import java.util.Locale;

/** How bad a fault is. */
public enum Severity {
    /** Accounts or tokens are within reach of somebody who finds it. */
    HIGH,
    /** A second mistake, or a victim's click, makes it high. */
    MEDIUM,
    /** A layer of defence is missing. */
    LOW,
    /** Worth knowing; no fault. */
    INFO;

    /** Its name in reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
