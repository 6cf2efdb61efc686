package dev.sallyport.domain.bulletin;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The bulletin of one process alone. */
public final class OwnBulletin implements Bulletin {
    private final Map<Topic, List<Runnable>> listeners = new EnumMap<>(Topic.class);

    public OwnBulletin() {
        for (Topic topic : Topic.values()) {
            listeners.put(topic, new CopyOnWriteArrayList<>());
        }
    }

    @Override
    public void announce(Topic topic) {
        listeners.get(topic).forEach(Runnable::run);
    }

    @Override
    public void listen(Topic topic, Runnable heard) {
        listeners.get(topic).add(heard);
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
