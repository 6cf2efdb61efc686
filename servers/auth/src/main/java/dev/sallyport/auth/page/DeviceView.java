package dev.sallyport.auth.page;

import java.util.Optional;

/** What {@code /device} shows (RFC 8628 §3.3). */
public sealed interface DeviceView {
    /**
     * The question for the code. Its form posts {@code user_code}.
     *
     * @param code what the field already holds
     */
    record Code(FlowFields form, String code, Optional<Notice> notice) implements DeviceView {}

    /**
     * The question whether this is the person's own device. Its form posts {@code decision}: {@code allow} or {@code deny}.
     *
     * @param code as the device shows it
     */
    record Confirm(FlowFields form, AskingClient client, Account account, String code, Asked asked)
            implements DeviceView {}

    /** How it ended. */
    enum Done implements DeviceView {
        CONNECTED,
        REFUSED
    }
}
