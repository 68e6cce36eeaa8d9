package weft.sim.event;

/** The heap keeps the contract. */
final class HeapEventQueueTest extends EventQueueContract {

  @Override
  EventQueue create() {
    return new HeapEventQueue();
  }
}
