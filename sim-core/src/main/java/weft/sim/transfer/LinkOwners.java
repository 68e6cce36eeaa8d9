package weft.sim.transfer;

import java.util.Arrays;

/**
 * Who may use which link, as far as is known before the run: what is used by one owner alone cannot
 * be contended for.
 */
public final class LinkOwners {

  /** An owner who shares whatever he uses, with himself too. */
  public static final int EVERYBODY = -1;

  private static final int NOBODY = -2;

  private final int[] owners;

  /** Links that nobody uses. */
  public LinkOwners(int links) {
    owners = new int[links];
    Arrays.fill(owners, NOBODY);
  }

  /** Whether there are no links, as where nobody is going to ask. */
  public boolean isEmpty() {
    return owners.length == 0;
  }

  /**
   * A link may be used by an owner.
   *
   * @param owner at least 0, or {@link #EVERYBODY}
   */
  public void claim(int owner, int link) {
    owners[link] = owners[link] == NOBODY || owners[link] == owner ? owner : EVERYBODY;
  }

  /** Whether nobody else has claimed a link. */
  public boolean isSole(int owner, int link) {
    return owners[link] == owner;
  }
}
