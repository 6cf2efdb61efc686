package dev.sallyport.storage.memory;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.DeviceRequest;
import dev.sallyport.domain.grant.DeviceStore;
import dev.sallyport.domain.person.PersonId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Devices that wait, in memory. */
public final class MemoryDevices implements DeviceStore {
    private final Shelf<Digest, DeviceRequest> requests = new Shelf<>(Shelf.MOST);

    @Override
    public synchronized boolean add(DeviceRequest request) {
        return byUserCode(request.userCode()).isEmpty() && requests.add(request.code(), request);
    }

    private Optional<DeviceRequest> byUserCode(Digest userCode) {
        return requests.all().stream()
                .filter(request -> request.userCode().equals(userCode))
                .findFirst();
    }

    @Override
    public synchronized Optional<DeviceRequest> byCode(Digest code) {
        return requests.get(code);
    }

    @Override
    public synchronized Optional<DeviceRequest> pending(Digest userCode, Instant now) {
        return byUserCode(userCode).filter(request -> request.isPending(now));
    }

    @Override
    public synchronized boolean decide(Digest userCode, Decision decision, Instant now) {
        Optional<DeviceRequest> pending = pending(userCode, now);
        pending.ifPresent(request -> requests.put(request.code(), request.decided(decision)));
        return pending.isPresent();
    }

    @Override
    public synchronized Polled poll(Digest code, Instant now) {
        Optional<DeviceRequest.Step> step = requests.get(code).map(request -> request.poll(now));
        step.ifPresent(s -> requests.put(code, s.after()));
        return step.map(DeviceRequest.Step::answer).orElseGet(Polled.Gone::new);
    }

    @Override
    public synchronized int takeBack(PersonId person, ClientId client) {
        List<DeviceRequest> allowed = requests.all().stream()
                .filter(request -> request.state() == DeviceRequest.State.ALLOWED
                        && request.client().equals(client)
                        && request.approval()
                                .filter(by -> by.person().equals(person))
                                .isPresent())
                .toList();
        allowed.forEach(request -> requests.put(request.code(), request.decided(new Decision.Deny())));
        return allowed.size();
    }

    @Override
    public synchronized int purge(Instant before, int most) {
        return requests.removeIf(request -> request.expires().isBefore(before), most);
    }

    synchronized int forget(PersonId person) {
        return requests.removeIf(
                request -> request.approval()
                        .filter(by -> by.person().equals(person))
                        .isPresent(),
                Integer.MAX_VALUE);
    }
}
