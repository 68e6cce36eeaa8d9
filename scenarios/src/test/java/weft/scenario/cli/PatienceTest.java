package weft.scenario.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("slow")
final class PatienceTest {

  private final CountDownLatch done = new CountDownLatch(1);

  @Test
  @Timeout(20)
  void endsWithoutASign() throws InterruptedException {
    assertThat(new Patience(1_000_000).await(done)).isFalse();
  }

  @Test
  @Timeout(20)
  void isNotNeededForWhatIsDone() throws InterruptedException {
    done.countDown();
    assertThat(new Patience(0).await(done)).isTrue();
  }

  /** Signs come for longer than it lasts. */
  @Test
  @Timeout(20)
  void startsAnewWithEachPart() throws InterruptedException {
    Patience patience = new Patience(1_000_000_000);
    Thread work =
        new Thread(
            () -> {
              for (long start = System.nanoTime(); System.nanoTime() - start < 1_300_000_000; ) {
                patience.renew();
                Thread.onSpinWait();
              }
              done.countDown();
            });
    work.start();
    assertThat(patience.await(done)).isTrue();
    work.join();
  }
}
