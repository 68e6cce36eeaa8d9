package weft.sim.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;

/**
 * Runs the same load over two queues, as an engine with callbacks would, and compares every event
 * that is removed.
 */
final class EventQueueReplay {

  private final EventQueue tested;
  private final EventQueue reference = new HeapEventQueue();
  private final EventLoads load;
  private final Random random;
  private final String text;
  private final long[] testedHandles = new long[64];
  private final long[] referenceHandles = new long[64];
  private long nowPs;
  private long added;

  EventQueueReplay(EventQueue tested, EventLoads load, long seed) {
    this.tested = tested;
    this.load = load;
    random = new Random(seed);
    text = load + ", seed " + seed + ", event ";
  }

  /** Fills the queues, then for each event removed adds one, and now and then cancels. */
  void run(int pending, int events) {
    for (int i = 0; i < pending; i++) {
      add(load.delayPs(random, i));
    }
    for (int i = 0; i < events && reference.size() > 0; i++) {
      remove();
      if (random.nextInt(8) == 0) {
        cancel();
      }
      while (reference.size() < pending) {
        add(load.delayPs(random, i));
      }
    }
    while (reference.size() > 0) {
      remove();
    }
    assertThat(tested.size()).as(text).isZero();
  }

  private void add(long delayPs) {
    int remembered = random.nextInt(testedHandles.length);
    testedHandles[remembered] = tested.add(nowPs + delayPs, (int) added, added);
    referenceHandles[remembered] = reference.add(nowPs + delayPs, (int) added, added);
    added++;
  }

  private void remove() {
    long beforePs = nowPs;
    nowPs = reference.nextTimePs();
    reference.removeNext();
    boolean sameInstant = tested.isNextAt(beforePs);
    long testedPs = tested.nextTimePs();
    tested.removeNext();
    if (testedPs != nowPs
        || sameInstant != (nowPs == beforePs)
        || tested.payload() != reference.payload()
        || tested.handler() != reference.handler()
        || tested.size() != reference.size()) {
      assertThat(testedPs).as(text + reference.payload()).isEqualTo(nowPs);
      assertThat(sameInstant).as(text + reference.payload()).isEqualTo(nowPs == beforePs);
      assertThat(tested.payload()).as(text + reference.payload()).isEqualTo(reference.payload());
      assertThat(tested.handler()).as(text + reference.payload()).isEqualTo(reference.handler());
      assertThat(tested.size()).as(text + reference.payload()).isEqualTo(reference.size());
    }
  }

  private void cancel() {
    int remembered = random.nextInt(testedHandles.length);
    assertThat(tested.cancel(testedHandles[remembered]))
        .as(text + reference.payload())
        .isEqualTo(reference.cancel(referenceHandles[remembered]));
  }
}
