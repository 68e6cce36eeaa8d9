package weft.sim.packet.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.packet.store.PacketEvents;
import weft.sim.packet.store.PacketStore;
import weft.sim.packet.store.PathTable;

/**
 * A port of a switch, 100 Gb/s, by hand: 80 ps a byte, 332,800 ps a full packet. Its link is a
 * microsecond long.
 */
final class OnePort {

  static final int FULL = 4160;
  static final long FULL_PS = 332_800;

  /** Marks from 8,320 to 24,960 bytes on, up to 0.8. */
  static final Ecn RISING = new Ecn(2 * FULL, 6 * FULL, 0.8, false);

  private static final Fabric FABRIC = FabricSketch.star(2, 100_000_000_000L, 1_000_000);
  private static final int IN = FabricSketch.link(FABRIC, "g1", "s");
  private static final int OUT = FabricSketch.link(FABRIC, "s", "g0");

  private final PacketStore store = new PacketStore(0);
  private final PathTable table = new PathTable();
  private final PacketEvents events = new PacketEvents(1000, FABRIC.linkCount());
  private final PortCounters counters = new PortCounters(FABRIC.linkCount(), Long.MAX_VALUE);
  private final Links links;
  private final SwitchPorts ports;
  private final int position = table.add(new int[] {IN, OUT}, 2) + 1;
  private int losses;
  private int sequence;

  /** A plain queue, or one of a port with classes. */
  OnePort(SwitchOptions options, boolean isPlain) {
    links = new Links(new PacketFabric(FABRIC), store, table, events, Wire.DEFAULT, options);
    Marking marking = new Marking(1, store, flow -> flow);
    Loss loss = new Loss();
    ports =
        isPlain
            ? new FifoPorts(links, store, options, loss, counters, marking)
            : new QueuedPorts(
                links, store, table, events, Wire.DEFAULT, options, loss, counters, marking);
  }

  /** One class, a limit of the queue, marks. */
  static SwitchOptions options(long queueBytes, Ecn ecn) {
    return new SwitchOptions(
        Long.MAX_VALUE,
        Double.POSITIVE_INFINITY,
        queueBytes,
        queueBytes,
        false,
        new int[] {1},
        false,
        ecn,
        null,
        false);
  }

  /** A packet that has come; whether there was room for it. */
  boolean send(int bytes, long nowPs) {
    long before = losses;
    int packet = store.create(PacketStore.DATA, 0, sequence++, position, bytes);
    ports.enqueue(links.port(OUT), packet, links.port(IN), nowPs);
    assertThat(counters.dropped(OUT)).isEqualTo(losses);
    return losses == before;
  }

  /**
   * Takes the packets off the link that arrive before then: each {@code M} if it is marked, {@code
   * -} if not, in their order.
   */
  String pass(long untilPs) {
    StringBuilder marks = new StringBuilder();
    for (long event = events.poll(untilPs);
        event != PacketEvents.NONE;
        event = events.poll(untilPs)) {
      if (PacketEvents.kind(event) == PacketEvents.ARRIVAL) {
        int packet = PacketEvents.packet(event);
        marks.append(store.isMarked(packet) ? 'M' : '-');
        store.free(packet);
        ports.catchUp(links.port(OUT), events.nowPs());
      } else {
        ports.onFree(links.port(OUT), events.nowPs());
      }
    }
    return marks.toString();
  }

  /** So many full packets at once; their marks. */
  String burst(int packets, long nowPs) {
    for (int i = 0; i < packets; i++) {
      assertThat(send(FULL, nowPs)).isTrue();
    }
    return pass(nowPs + 100 * FULL_PS);
  }

  /** How many of so many bursts had a mark on each of their packets. */
  int[] marks(int bursts, int packets) {
    int[] marks = new int[packets];
    long sum = 0;
    for (int i = 0; i < bursts; i++) {
      String burst = burst(packets, i * 100 * FULL_PS);
      for (int packet = 0; packet < packets; packet++) {
        marks[packet] += burst.charAt(packet) == 'M' ? 1 : 0;
        sum += burst.charAt(packet) == 'M' ? 1 : 0;
      }
    }
    assertThat(counters.marked(OUT)).isEqualTo(sum);
    return marks;
  }

  /**
   * With {@link #RISING}, packets 3, 4, 5 of a burst find a quarter, a half, three quarters of the
   * way from one threshold to the other. 2,000 bursts, give or take five standard deviations of 22.
   */
  void assertMarksRise() {
    int[] marks = marks(2000, 8);
    assertThat(marks[0] + marks[1] + marks[2]).isZero();
    assertThat(marks[3]).isCloseTo(400, Offset.offset(110));
    assertThat(marks[4]).isCloseTo(800, Offset.offset(110));
    assertThat(marks[5]).isCloseTo(1200, Offset.offset(110));
    assertThat(marks[6]).isEqualTo(2000);
    assertThat(marks[7]).isEqualTo(2000);
  }

  /** Most bytes that the switch has held. */
  long mostHeldBytes() {
    return ports.mostHeldBytes(FABRIC.source(OUT));
  }

  private final class Loss implements PacketLoss {
    @Override
    public void onDropped(int port, int packet) {
      losses++;
    }

    @Override
    public void onLost(int link, int packet) {
      throw new AssertionError("no link fails here");
    }

    @Override
    public void onTrimmed(int port, int packet) {
      throw new AssertionError("nothing is trimmed here");
    }
  }
}
