import os
import threading
import time

count = 0
try:
    while count < 1100:
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        count += 1
    print(f"ESCAPED: {count} threads run", flush=True)
except RuntimeError as error:
    print(f"HELD: refused after {count} threads: {error}", flush=True)
print("DONE", flush=True)
os._exit(1)
