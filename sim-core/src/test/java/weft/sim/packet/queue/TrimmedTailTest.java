package weft.sim.packet.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.packet.store.PacketEvents;
import weft.sim.packet.store.PacketStore;
import weft.sim.packet.store.PathTable;

/**
 * When the last packet of a queue is trimmed in place of the new one, what is held of each ingress
 * and in each class stays what is there: three links of 100 Gb/s into one, packets of all sizes.
 */
final class TrimmedTailTest {

  private static final int SENDERS = 3;
  private static final int FULL = 4160;
  private static final long MAX = Long.MAX_VALUE;
  private static final Fabric FABRIC = FabricSketch.star(SENDERS + 1, 100_000_000_000L, 1_000_000);
  private static final int PORT = FabricSketch.link(FABRIC, "s", "g0");
  private static final int SWITCH = FABRIC.source(PORT);

  private final PacketStore store = new PacketStore(0);
  private final PathTable table = new PathTable();
  private final PacketEvents events = new PacketEvents(1000, FABRIC.linkCount());
  private final Links links =
      new Links(
          new PacketFabric(FABRIC), store, table, events, Wire.DEFAULT, switches(FULL, MAX, null));
  private final int[] ingress = new int[SENDERS];
  private final int[] positions = new int[SENDERS];
  private final boolean[] isPaused = new boolean[FABRIC.linkCount()];
  private int trimmed;
  private int dropped;
  private int trimmedOlder;
  private int newest;

  TrimmedTailTest() {
    for (int sender = 0; sender < SENDERS; sender++) {
      ingress[sender] = FabricSketch.link(FABRIC, "g" + (sender + 1), "s");
      positions[sender] = table.add(new int[] {ingress[sender], PORT}, 2) + 1;
    }
  }

  private QueuedPorts ports(SwitchOptions options) {
    return new QueuedPorts(
        links,
        store,
        table,
        events,
        Wire.DEFAULT,
        options,
        new Loss(),
        new PortCounters(links.count(), Long.MAX_VALUE),
        new Marking(1, store, flow -> flow));
  }

  /**
   * With a queue of six packets, with a shared buffer of six, with flow control whose senders go on
   * only when nothing is held of theirs, and with a headroom of two packets.
   */
  @ParameterizedTest
  @CsvSource({
    "queue, 24960, 9223372036854775807, 0, 0",
    "buffer, 9223372036854775807, 24960, 0, 0",
    "flow control, 8320, 9223372036854775807, 4000, 9223372036854775807",
    "headroom, 24960, 9223372036854775807, 4160, 8320"
  })
  void whatIsHeldIsWhatIsThere(
      String name, long queueBytes, long bufferBytes, long xoffBytes, long headroomBytes) {
    Pfc pfc = xoffBytes == 0 ? null : new Pfc(xoffBytes, 0, headroomBytes);
    QueuedPorts ports = ports(switches(queueBytes, bufferBytes, pfc));
    Random random = new Random(1);
    int[] sizes = {64, 1000, FULL, FULL};
    long nowPs = 0;
    int sequence = 0;
    for (int burst = 0; burst < 3000; burst++) {
      for (int i = random.nextInt(20); i > 0; i--) {
        nowPs += random.nextInt(300_000);
        pass(ports, nowPs);
        int sender = random.nextInt(SENDERS);
        if (!isPaused[ingress[sender]]) {
          send(ports, sender, sequence++, sizes[random.nextInt(4)], nowPs);
          requireHeld(ports, pfc);
        }
      }
      if (random.nextInt(4) == 0) {
        nowPs += 10_000_000;
        pass(ports, nowPs);
      }
    }
    pass(ports, Long.MAX_VALUE);
    assertThat(store.live()).isZero();
    assertThat(trimmed).as("trimmed, %d dropped", dropped).isPositive();
    assertThat(trimmedOlder).as("of them older ones").isBetween(1, trimmed * 3 / 5);
    send(ports, 0, sequence, 64, events.nowPs() + 1);
    assertThat(links.buffer(SWITCH).held).isEqualTo(64);
    for (int sender = 0; sender < SENDERS && pfc != null; sender++) {
      assertThat(links.port(ingress[sender]).farBytes[0]).as("headers").isZero();
      assertThat(links.port(ingress[sender]).farBytes[1]).isEqualTo(sender == 0 ? 64 : 0);
    }
    // Who has nothing there may go on.
    assertThat(isPaused).doesNotContain(true);
    assertThat(ports.mostHeldBytes(SWITCH)).isLessThanOrEqualTo(bufferBytes);
  }

  /**
   * The same packet, sent 400 times into a full queue: half of the times it is trimmed itself, give
   * or take five standard deviations of ten.
   */
  @Test
  void aPacketThatIsSentAgainHasANewChance() {
    QueuedPorts ports = ports(switches(2 * FULL, MAX, null));
    int tries = 400;
    for (int i = 0; i < tries; i++) {
      long nowPs = i * 1_000_000L;
      pass(ports, nowPs);
      send(ports, 0, -1, FULL, nowPs);
      send(ports, 1, -2, FULL, nowPs);
      assertThat(trimmed).isEqualTo(i);
      send(ports, 2, 7, FULL, nowPs);
    }
    assertThat(trimmed).isEqualTo(tries);
    assertThat(trimmedOlder).isBetween(tries / 2 - 50, tries / 2 + 50);
  }

  /**
   * Two packets of a sender are held, which is what it may have, and one of another behind them. If
   * its third takes the place of that, it has to be paused, a microsecond later.
   */
  @Test
  void whoTakesThePlaceMayHaveToPause() {
    QueuedPorts ports = ports(switches(3 * FULL, MAX, new Pfc(2 * FULL, 0, MAX)));
    int pauses = 0;
    for (int i = 0; i < 100; i++) {
      long nowPs = i * 10_000_000L;
      pass(ports, nowPs);
      send(ports, 1, -1, FULL, nowPs);
      send(ports, 1, -2, FULL, nowPs);
      send(ports, 0, -3, FULL, nowPs);
      int before = trimmedOlder;
      send(ports, 1, i, FULL, nowPs);
      pass(ports, nowPs + 1_500_000);
      assertThat(isPaused[ingress[1]]).as("try %d", i).isEqualTo(trimmedOlder > before);
      pauses += trimmedOlder - before;
    }
    assertThat(pauses).isBetween(25, 75);
  }

  private static SwitchOptions switches(long queueBytes, long bufferBytes, Pfc pfc) {
    return new SwitchOptions(
        bufferBytes,
        Double.POSITIVE_INFINITY,
        queueBytes,
        queueBytes,
        true,
        new int[] {1},
        true,
        null,
        pfc,
        false);
  }

  private void send(QueuedPorts ports, int sender, int sequence, int bytes, long nowPs) {
    newest = sequence;
    int packet = store.create(PacketStore.DATA, sender, sequence, positions[sender], bytes);
    store.setTrafficClass(packet, 1);
    ports.enqueue(links.port(PORT), packet, links.port(ingress[sender]), nowPs);
  }

  /** Takes packets off the port's link until then. */
  private void pass(QueuedPorts ports, long untilPs) {
    for (long event = events.poll(untilPs);
        event != PacketEvents.NONE;
        event = events.poll(untilPs)) {
      int link = PacketEvents.link(event);
      switch (PacketEvents.kind(event)) {
        case PacketEvents.ARRIVAL -> {
          store.free(PacketEvents.packet(event));
          ports.catchUp(links.port(link), events.nowPs());
        }
        case PacketEvents.FREE -> ports.onFree(links.port(link), events.nowPs());
        default -> isPaused[link] = PauseFrame.isOn(PacketEvents.packet(event));
      }
    }
  }

  /** By ingress and class, which is kept for flow control only. */
  private void requireHeld(QueuedPorts ports, Pfc pfc) {
    assertThat(links.buffer(SWITCH).held).isNotNegative();
    for (int sender = 0; sender < SENDERS && pfc != null; sender++) {
      long data = links.port(ingress[sender]).farBytes[1];
      assertThat(data).isNotNegative();
      assertThat(links.port(ingress[sender]).farBytes[0]).isNotNegative();
      if (ports.holds(links.port(PORT), 1, ingress[sender])) {
        assertThat(data).as("held of sender %d, who has packets there", sender).isPositive();
      }
      if (pfc.headroomBytes() != MAX) {
        assertThat(data).isLessThanOrEqualTo(pfc.xoffBytes() + pfc.headroomBytes());
      }
    }
  }

  private final class Loss implements PacketLoss {
    @Override
    public void onDropped(int port, int packet) {
      dropped++;
    }

    @Override
    public void onLost(int link, int packet) {
      throw new AssertionError("no link fails here");
    }

    @Override
    public void onTrimmed(int port, int packet) {
      trimmed++;
      if (store.sequence(packet) != newest) {
        trimmedOlder++;
      }
    }
  }
}
