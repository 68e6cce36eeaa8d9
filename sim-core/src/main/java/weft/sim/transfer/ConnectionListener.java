package weft.sim.transfer;

/**
 * A listener that has several transfers for a connection, one after the other, and starts each when
 * the connection is free.
 */
public interface ConnectionListener extends TransferListener {

  /**
   * A transfer no longer keeps its sender busy: a fluid has left it; packets would have, if nothing
   * were in their way, and what is not gone waits in the connection's queue. Always an event of its
   * own, before the delivery.
   *
   * @param token what the transfer was started with
   */
  void onFree(long token);
}
