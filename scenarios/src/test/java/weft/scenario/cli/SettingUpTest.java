package weft.scenario.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the terminal shows before a run begins. */
final class SettingUpTest {

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private String shown() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  @Timeout(20)
  void saysThatItGoesOnAndWipesTheLine() {
    try (SettingUp settingUp = new SettingUp(Invocation.stream(err), true, 1)) {
      assertThat(settingUp).isNotNull();
      while (!shown().contains("setting up, 0 s")) {
        Thread.onSpinWait();
      }
    }
    assertThat(shown()).endsWith("\r\u001b[K");
  }

  @Test
  void isSilentWhereNobodyLooks() throws InterruptedException {
    try (SettingUp settingUp = new SettingUp(Invocation.stream(err), false, 1)) {
      assertThat(settingUp).isNotNull();
      Thread.sleep(50);
    }
    assertThat(shown()).isEmpty();
  }

  @Test
  void isSilentWhereItIsShort() {
    assertThat(SettingUp.during(Invocation.stream(err), true, () -> 2)).isEqualTo(2);
    assertThat(shown()).isEmpty();
  }
}
