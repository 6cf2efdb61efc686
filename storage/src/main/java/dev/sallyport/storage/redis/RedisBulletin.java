package dev.sallyport.storage.redis;

import dev.sallyport.domain.bulletin.Bulletin;
import dev.sallyport.domain.bulletin.OwnBulletin;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.util.Locale;

/**
 * Announcements by the publish and subscribe of Redis. This process hears its own at once, those of others by Redis; after a
 * connection was lost everybody who listens is called, since some may have been missed.
 */
public final class RedisBulletin implements Bulletin {
    private final Redis redis;
    private final String channel;
    private final String self;
    private final OwnBulletin own = new OwnBulletin();

    /**
     * @param installation the same for all processes of an installation, and for no other
     * @param self the name of this process, like no other
     */
    public RedisBulletin(Redis redis, String installation, String self) {
        this.redis = redis;
        this.channel = "sallyport:bulletin:" + installation;
        this.self = self;
        redis.onOpened(this::subscribe);
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void subscribe(RedisLink link) {
        link.heard().addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(String on, String message) {
                heard(message);
            }

            @Override
            public void subscribed(String on, long count) {
                for (Topic topic : Topic.values()) {
                    own.announce(topic);
                }
            }
        });
        link.heard().async().subscribe(channel);
    }

    private void heard(String message) {
        for (Topic topic : Topic.values()) {
            if (message.startsWith(word(topic) + " ") && !message.endsWith(" " + self)) {
                own.announce(topic);
            }
        }
    }

    private static String word(Topic topic) {
        return topic.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void announce(Topic topic) {
        own.announce(topic);
        redis.publish(channel, word(topic) + " " + self);
    }

    @Override
    public void listen(Topic topic, Runnable heard) {
        own.listen(topic, heard);
    }

    @Override
    public void close() {
        redis.close();
    }
}
