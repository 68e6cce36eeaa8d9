package weft.sim.event;

import org.junit.jupiter.api.Tag;

/** The heap keeps the contract. */
@Tag("slow")
final class HeapEventQueueTest extends EventQueueContract {

  @Override
  EventQueue create() {
    return new HeapEventQueue();
  }
}
